package dev.bildwerk.safety.provenance;

import java.util.Arrays;
import java.util.Optional;

/**
 * Where a picture comes from, in the words of the IPTC: those that Bildwerk writes.
 *
 * @see <a href="https://cv.iptc.org/newscodes/digitalsourcetype/">IPTC NewsCodes, Digital Source Type</a>
 */
public enum DigitalSourceType {
    /** Made by a trained model. */
    TRAINED("trainedAlgorithmicMedia"),
    /** In part made by a trained model, in part from something else. */
    COMPOSITE_WITH_TRAINED("compositeWithTrainedAlgorithmicMedia"),
    /** Something else, which a program without a trained model went over. */
    ENHANCED("algorithmicallyEnhanced");

    private static final String SCHEME = "http://cv.iptc.org/newscodes/digitalsourcetype/";

    private final String name;

    DigitalSourceType(String name) {
        this.name = name;
    }

    /** As metadata write it. */
    public String uri() {
        return SCHEME + name;
    }

    /** One of these by its URI; empty for another one. */
    public static Optional<DigitalSourceType> of(String uri) {
        return Arrays.stream(values()).filter(type -> type.uri().equals(uri)).findFirst();
    }
}
