package dev.bildwerk.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionsTest {
    private static final Style FLAT = new Style("flat", "flat style", "flacher Stil");
    private final NounTable nouns;

    CaptionsTest() throws DataSetException {
        nouns = NounTable.read();
    }

    @ParameterizedTest
    @CsvSource({"apple,an apple", "unicorn,a unicorn", "umbrella,an umbrella", "hourglass,an hourglass", "bread,bread",
        "cherries,cherries", "glass of milk,a glass of milk", "bus,a bus", "octopus,an octopus",
        "french fries,french fries",         "house with garden,a house with garden", "ewe,a ewe"})
    void setsTheArticleAsEnglishDoes(String noun, String phrase) {
        assertThat(English.withArticle(noun)).isEqualTo(phrase);
    }

    @Test
    void thePlainWordComesFirstAndTheKeywordsLast() {
        Concept apple = new Concept("red apple", "food-fruit", "roter Apfel", List.of("apple", "ripe", "fruit"),
                List.of("obst"), nouns.of("red apple"));

        Captions captions = Captions.of(apple, FLAT, ColourName.RED, nouns);

        assertThat(captions.en()).startsWith("apple", "an apple", "an apple, flat style")
                .contains("a red apple").endsWith("apple, ripe, fruit");
        assertThat(captions.de()).startsWith("Apfel", "ein Apfel", "Apfel, flacher Stil").endsWith("Apfel, obst");
    }

    @Test
    void theColourStandsInBothLanguages() {
        Concept car = new Concept(
                "automobile", "transport-ground", "Auto", List.of(), List.of(), nouns.of("automobile"));

        Captions captions = Captions.of(car, FLAT, ColourName.BLUE, nouns);

        assertThat(captions.en()).contains("car", "a blue car", "a blue car, flat style", "an automobile");
        assertThat(captions.de()).contains("Auto", "ein blaues Auto");
    }

    @Test
    void aKeywordThatNamesAnotherThingIsNotUsed() {
        Concept fullMoon = new Concept("full moon", "sky-weather", "Vollmond", List.of("moon", "star", "space"),
                List.of("Mond", "himmel"), null);

        Captions captions = Captions.of(fullMoon, FLAT, null, nouns);

        assertThat(captions.en()).doesNotContain("moon").contains("full moon, space");
        assertThat(captions.de()).contains("Vollmond, himmel");
    }

    @Test
    void aLabelThatNamesAColourGetsNoSecondOne() {
        Concept heart = new Concept("black cat", "animal-mammal", null, List.of(), List.of(), null);

        assertThat(Captions.of(heart, FLAT, ColourName.GREY, nouns).en()).noneMatch(text -> text.contains("gray"));
        assertThat(Captions.of(heart, FLAT, null, nouns).de()).isEmpty();
    }

    @Test
    void germanFormsFollowTheGender() {
        assertThat(German.nominative(nouns.of("red apple"), List.of("rot"))).isEqualTo("ein roter Apfel");
        assertThat(German.nominative(nouns.of("cat"), List.of("klein", "schwarz")))
                .isEqualTo("eine kleine schwarze Katze");
        assertThat(German.nominative(nouns.of("house"), List.of("groß"))).isEqualTo("ein großes Haus");
        assertThat(German.dative(nouns.of("lion"), List.of())).isEqualTo("einem Löwen");
        assertThat(German.dative(nouns.of("rose"), List.of("gelb"))).isEqualTo("einer gelben Rose");
        assertThat(German.counted(3, nouns.of("deciduous tree"), List.of("orangefarben")))
                .isEqualTo("drei orangefarbene Bäume");
        assertThat(German.background(ColourName.WHITE)).isEqualTo("auf weißem Hintergrund");
    }

    @Test
    void plainWordsNameOneThingEach() {
        Set<String> seen = new HashSet<>();
        assertThat(nouns.all()).allSatisfy(noun -> {
            assertThat(seen.add(noun.singular())).as(noun.singular()).isTrue();
            assertThat(noun.german()).isNotBlank();
            assertThat(noun.germanPlural()).isNotBlank();
        });
        assertThat(nouns.of("crescent moon").singular()).isEqualTo("moon");
        assertThat(nouns.of("automobile").singular()).isEqualTo("car");
    }

    @Test
    void everySourceHasAStyleThatCaptionsCanSay() throws DataSetException {
        assertThat(PackageTable.read()).filteredOn(PackageSource::hasPictures).isNotEmpty()
                .allSatisfy(source -> assertThat(Style.table()).containsKey(source.style()));
    }
}
