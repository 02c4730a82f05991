package dev.bildwerk.training.vocabulary;

import dev.bildwerk.diffusion.text.tokenizer.WordSplitter;
import java.util.HashMap;
import java.util.Map;

/** How often each word stands in the captions of a data set, after CLIP's normalisation. Not thread-safe. */
public final class WordCounts {
    /** Longer words are left out: they are no words, and learning would be slow on them. */
    static final int LONGEST_WORD = 128;

    private final Map<String, Long> counts = new HashMap<>();

    /** Counts captions that each stand once. */
    public static WordCounts of(Iterable<String> captions) {
        WordCounts counts = new WordCounts();
        captions.forEach(caption -> counts.add(caption, 1));
        return counts;
    }

    /**
     * Counts the words of a caption.
     *
     * @param times how often the caption stands in the data set, 1 or more
     */
    public void add(String caption, long times) {
        if (times < 1) {
            throw new IllegalArgumentException("A caption stands %d times; 1 or more is meant.".formatted(times));
        }
        WordSplitter.normalizeAndSplit(caption, word -> {
            if (word.length() <= LONGEST_WORD) {
                counts.merge(word, times, Math::addExact);
            }
        });
    }

    Map<String, Long> asMap() {
        return counts;
    }
}
