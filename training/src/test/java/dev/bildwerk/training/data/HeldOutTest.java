package dev.bildwerk.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldOutTest {
    private final NounTable nouns;

    HeldOutTest() throws DataSetException {
        nouns = NounTable.read();
    }

    @Test
    void holdsAboutTheShareAndTheSameOnesEveryTime() {
        HeldOut heldOut = new HeldOut(0.05, 7, nouns);
        boolean[] first = split(heldOut);

        assertThat(split(new HeldOut(0.05, 7, nouns))).isEqualTo(first);
        assertThat(split(new HeldOut(0.05, 8, nouns))).isNotEqualTo(first);
        assertThat(IntStream.range(0, first.length).filter(i -> first[i]).count()).isBetween(60L, 140L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"red apple", "automobile", "Lion", "house with garden", "sunflower", "rocket", "pizza",
        "castle", "cat face", "full moon", "Christmas tree", "fish", "guitar", "two red stars",
        "a blue car on a red background", "bird", "bus"})
    void neverHoldsWhatIsAskedForInEvaluationOrIsACommonThing(String concept) {
        assertThat(new HeldOut(1, 7, nouns).holds(concept)).isFalse();
    }

    @Test
    void holdsACommonThingInAboutEverySeventhStyleAndOthersInNone() {
        HeldOut heldOut = new HeldOut(0.05, 7, nouns);
        String[] styles = {"flat", "soft", "simple", "cartoon", "retro", "bold", "3d", "outline"};
        long held = nouns.all().stream()
                .flatMap(noun -> Arrays.stream(styles).filter(style -> heldOut.holds(noun.concept(), style)))
                .count();

        assertThat((double) held / (nouns.all().size() * styles.length)).isBetween(0.11, 0.17);
        assertThat(Arrays.stream(styles)).noneMatch(style -> heldOut.holds("face with open mouth", style));
        assertThat(Arrays.stream(styles)).noneMatch(style -> new HeldOut(0, 7, nouns).holds("lion", style));
    }

    private static boolean[] split(HeldOut heldOut) {
        boolean[] split = new boolean[2000];
        for (int i = 0; i < split.length; i++) {
            split[i] = heldOut.holds("concept " + i);
        }
        return split;
    }
}
