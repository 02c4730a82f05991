package dev.bildwerk.safety.provenance.verify;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * What came of looking for one kind of mark.
 *
 * @param layer its name, such as {@code c2pa}
 * @param code stable, such as {@code c2pa.data}; empty where there is nothing to be said
 * @param sentence for the user
 * @param facts what the mark says: texts, truth values and lists of texts, so that they can be shown
 */
public record LayerFinding(String layer, State state, String code, String sentence, SequencedMap<String, Object> facts) {
    public LayerFinding {
        Objects.requireNonNull(layer, "layer");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(sentence, "sentence");
        facts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(facts));
    }
}
