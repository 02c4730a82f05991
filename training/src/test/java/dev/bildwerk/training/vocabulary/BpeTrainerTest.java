package dev.bildwerk.training.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.training.vocabulary.BpeVocabulary.Merge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BpeTrainerTest {
    private static List<String> captions() {
        List<String> captions = new ArrayList<>();
        for (String colour : List.of("red", "green", "blue", "rote", "grüne", "blaue")) {
            for (String thing : List.of("house", "boat", "mountain", "Katze", "Straße", "Mühle")) {
                captions.add("a %s %s at the sea, painted in oil".formatted(colour, thing));
                captions.add("ein Bild: %s %s am Meer, 1889".formatted(colour, thing));
            }
        }
        return captions;
    }

    @Test
    void joinsTheMostFrequentPairFirst() {
        // Sennrich et al. 2016, algorithm 1, with the end of the word as a part of its last symbol.
        WordCounts counts = new WordCounts();
        counts.add("low", 5);
        counts.add("lower", 2);
        counts.add("newest", 6);
        counts.add("widest", 3);
        assertThat(BpeTrainer.learn(counts, 514 + 4, 1).merges())
                .containsExactly(
                        new Merge("e", "s"), // 9, as "s t</w>" is, and older
                        new Merge("es", "t</w>"), // 9
                        new Merge("l", "o"), // 7
                        new Merge("e", "w")); // 6, as "n e" and "w est</w>" are, and older
    }

    @Test
    void joinsOverlappingPairsFromTheLeft() {
        assertThat(BpeTrainer.learn(WordCounts.of(List.of("aaaaa")), 520, 1).merges())
                .startsWith(new Merge("a", "a"));
    }

    @Test
    void givesTheSameVocabularyWhateverTheOrderOfTheCaptions() {
        List<String> shuffled = captions();
        Collections.shuffle(shuffled, new Random(3));
        assertThat(BpeTrainer.learn(WordCounts.of(shuffled), 700, 2))
                .isEqualTo(BpeTrainer.learn(WordCounts.of(captions()), 700, 2));
    }

    @Test
    void reachesTheSizeThatWasAskedFor() {
        BpeVocabulary vocabulary = BpeTrainer.learn(WordCounts.of(captions()), 560, 1);
        assertThat(vocabulary.tokens()).hasSize(560).doesNotHaveDuplicates();
        assertThat(vocabulary.tokens().subList(558, 560)).containsExactly("<|startoftext|>", "<|endoftext|>");
    }

    @Test
    void stopsWhereNothingIsLeftToJoin() {
        BpeVocabulary vocabulary = BpeTrainer.learn(WordCounts.of(List.of("abc abc")), 8192, 1);
        assertThat(vocabulary.merges()).containsExactly(new Merge("a", "b"), new Merge("ab", "c</w>"));
    }

    @Test
    void leavesRarePairsApart() {
        BpeVocabulary vocabulary = BpeTrainer.learn(WordCounts.of(List.of("cat cat cat dog")), 8192, 2);
        assertThat(vocabulary.tokens()).contains("cat</w>").doesNotContain("dog</w>", "do");
    }

    @Test
    void learnsNothingFromNoCaptions() {
        assertThat(BpeTrainer.learn(WordCounts.of(List.of()), 8192, 1).tokens()).hasSize(514);
    }

    @Test
    void leavesOutWordsThatAreNoWords() {
        WordCounts counts = WordCounts.of(List.of("x".repeat(100_000), "cat"));
        assertThat(BpeTrainer.learn(counts, 8192, 1).tokens()).contains("cat</w>").doesNotContain("xx");
    }

    @Test
    void refusesSizesAndCountsThatMakeNoSense() {
        WordCounts counts = new WordCounts();
        assertThatThrownBy(() -> BpeTrainer.learn(counts, 513, 1)).hasMessageContaining("514 tokens or more");
        assertThatThrownBy(() -> BpeTrainer.learn(counts, 600, 0)).hasMessageContaining("0 was asked for");
        assertThatThrownBy(() -> counts.add("a", 0)).hasMessageContaining("0 times");
    }
}
