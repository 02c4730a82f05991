package dev.bildwerk.cli.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.cli.generate.RequestOptions.Texts;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextChangesTest {
    @Test
    void replacesInBothPromptsEverywhere() {
        assertThat(TextChanges.replace("red", "green").apply(new Texts("a red apple, red", "dark red")))
                .isEqualTo(new Texts("a green apple, green", "dark green"));
    }

    @Test
    void saysWhatIsNotThere() {
        assertThatThrownBy(() -> TextChanges.replace("pear", "plum").apply(new Texts("an apple", "dark")))
                .isInstanceOf(AxisException.class)
                .hasMessageContaining("pear");
        assertThatThrownBy(() -> TextChanges.reorder(List.of("apple", "pear")).apply(new Texts("an apple", "")))
                .isInstanceOf(AxisException.class)
                .hasMessageContaining("pear");
        assertThatThrownBy(() -> TextChanges.reorder(List.of("apple", "app")).apply(new Texts("an apple", "")))
                .isInstanceOf(AxisException.class);
    }

    /** The prompts that AUTOMATIC1111's apply_order gave. */
    @Test
    void putsPartsInOtherOrdersWhereTheyStood() {
        Texts texts = new Texts("a red, round and ripe apple", "");

        assertThat(TextChanges.permutations(List.of("red", "round", "ripe")).stream()
                        .map(order -> TextChanges.reorder(order).apply(texts).prompt()))
                .containsExactly(
                        "a red, round and ripe apple",
                        "a red, ripe and round apple",
                        "a round, red and ripe apple",
                        "a round, ripe and red apple",
                        "a ripe, red and round apple",
                        "a ripe, round and red apple");
    }
}
