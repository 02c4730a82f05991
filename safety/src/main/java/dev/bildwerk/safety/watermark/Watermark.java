package dev.bildwerk.safety.watermark;

import dev.bildwerk.diffusion.picture.Picture;
import java.util.Optional;

/**
 * An imperceptible mark of 64 bits in the brightness of a picture's pixels, that only who has the key can find, also after JPEG, another size, a crop or
 * a screenshot. The same picture, key and bits give the same pixels. Immutable; thread-safe.
 */
public final class Watermark {
    private final WatermarkWriter writer;
    private final WatermarkReader reader;

    public Watermark(WatermarkKey key) {
        byte[] secret = key.secret();
        Carriers carriers = new Carriers(secret);
        writer = new WatermarkWriter(secret, carriers);
        reader = new WatermarkReader(carriers);
    }

    /** The picture with a mark; a peak signal-to-noise ratio of 42 dB or better against the one without. */
    public Picture mark(Picture picture, long payload) {
        return writer.write(picture, payload);
    }

    /** The mark that is in a picture, of any size between half and twice what it was; empty where none was found, which is no proof that none is there. */
    public Optional<FoundWatermark> find(Picture picture) {
        return reader.read(picture);
    }
}
