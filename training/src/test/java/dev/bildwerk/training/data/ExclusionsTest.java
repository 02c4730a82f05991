package dev.bildwerk.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExclusionsTest {
    private final Exclusions exclusions;

    ExclusionsTest() throws DataSetException {
        exclusions = Exclusions.read();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bomb", "dagger", "crossed swords", "kitchen-knife", "water pistol", "bow_and_arrow",
        "girl", "Baby Angel", "bikini", "breast-feeding", "man-cook-medium-skin-tone", "twelve o’clock", "one-thirty",
        "Japanese “secret” button", "love hotel", "no one under eighteen", "woman firefighter", "Tux", "mermaid",
        "person taking bath", "family", "stripper"})
    void leavesOut(String concept) {
        assertThat(exclusions.reason("set/x", "object", List.of(concept))).as(concept).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"red apple", "automobile", "lion", "house", "sunflower", "rocket", "pizza", "castle", "cat",
        "crescent moon", "deciduous tree", "fish", "guitar", "star", "firefighter", "baby chick", "woman’s hat",
        "bullet train", "military helmet", "teddy bear", "grinning face", "thong sandal"})
    void keeps(String concept) {
        assertThat(exclusions.reason("set/x", "object", List.of(concept))).as(concept).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"country-flag", "keycap", "alphanum", "zodiac", "family", "person", "skin-tone", "arrow"})
    void leavesOutWholeGroups(String category) {
        assertThat(exclusions.reason("set/x", category, List.of("anything"))).isPresent();
    }

    @Test
    void looksAtKeywordsToo() {
        assertThat(exclusions.reason("openclipart/tools/x", "object", List.of("old thing", "weapon"))).isPresent();
    }

    @Test
    void leavesOutFoldersByTheirPath() {
        assertThat(exclusions.reason("openclipart/people/x", "clip-art-people", List.of("hat"))).isPresent();
        assertThat(exclusions.reason("openclipart/food/x", "clip-art-food", List.of("hat"))).isEmpty();
    }
}
