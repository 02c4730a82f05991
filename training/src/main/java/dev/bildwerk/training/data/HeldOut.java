package dev.bildwerk.training.data;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32;

/** Which concepts are kept from training, so that what a model learnt can be told from what it remembers. */
final class HeldOut {
    /** Words of the fixed evaluation prompts: their pictures always train. */
    static final Set<String> ALWAYS_TRAINED = Set.of("apple", "car", "automobile", "lion", "house", "sunflower",
            "rocket", "pizza", "castle", "cat", "moon", "tree", "fish", "guitar", "star");

    private final double share;
    private final long seed;
    private final NounTable nouns;

    /** @param nouns common things, which a model is no use without: only compositions of them are held out */
    HeldOut(double share, long seed, NounTable nouns) {
        this.share = share;
        this.seed = seed;
        this.nouns = nouns;
    }

    /** True when every picture of this concept is kept from training; its name and the seed alone decide. */
    boolean holds(String concept) {
        if (nouns.of(concept) != null || nouns.names(concept)) {
            return false;
        }
        String lower = concept.toLowerCase(Locale.ROOT);
        List<String> words = List.of(lower.split("[^\\p{L}]+"));
        for (String word : words) {
            if (ALWAYS_TRAINED.contains(word) || word.endsWith("s")
                    && ALWAYS_TRAINED.contains(word.substring(0, word.length() - 1))) {
                return false;
            }
        }
        CRC32 crc = new CRC32();
        crc.update((seed + ":" + lower).getBytes(StandardCharsets.UTF_8));
        return crc.getValue() / 4294967296.0 < share;
    }
}
