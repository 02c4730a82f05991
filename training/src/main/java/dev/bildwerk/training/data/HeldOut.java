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

    /** Share of the styles in which a common thing is kept from training: about one in every seven. */
    private static final double STYLE_SHARE = 0.14;

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
        return chance(lower) < share;
    }

    /**
     * True when a common thing is kept from training in this style alone, so that drawing it so is more than remembering.
     * Things that are not common are held out as a whole or not at all.
     */
    boolean holds(String concept, String style) {
        return share > 0 && nouns.of(concept) != null
                && chance(concept.toLowerCase(Locale.ROOT) + ":" + style) < STYLE_SHARE;
    }

    /** 0 to 1, by the seed and the text alone. */
    private double chance(String text) {
        CRC32 crc = new CRC32();
        crc.update((seed + ":" + text).getBytes(StandardCharsets.UTF_8));
        return crc.getValue() / 4294967296.0;
    }
}
