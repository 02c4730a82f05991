package dev.bildwerk.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.training.data.ManifestEntry.Kind;
import dev.bildwerk.training.data.ManifestEntry.Split;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComposerTest {
    private static final int SIZE = 64;
    private static final Style FLAT = new Style("flat", "flat style", "flacher Stil");
    private final NounTable nouns;

    ComposerTest() throws DataSetException {
        nouns = NounTable.read();
    }

    @Test
    void theSameSeedComposesTheSamePictures() {
        List<Composition> first = compose(5, 40);
        List<Composition> second = compose(5, 40);

        assertThat(first).hasSameSizeAs(second);
        for (int i = 0; i < first.size(); i++) {
            assertThat(first.get(i).captions()).isEqualTo(second.get(i).captions());
            assertThat(Pixels.of(first.get(i).image())).isEqualTo(Pixels.of(second.get(i).image()));
        }
        assertThat(compose(6, 40)).extracting(Composition::concept)
                .isNotEqualTo(first.stream().map(Composition::concept).toList());
    }

    @Test
    void teachesColourBackgroundNumberPlaceAndSize() {
        Set<String> categories = new HashSet<>();
        Set<String> words = new HashSet<>();
        compose(5, 400).forEach(composition -> {
            categories.add(composition.category());
            words.addAll(List.of(composition.concept().split(" ")));
        });

        assertThat(categories).containsExactlyInAnyOrder("colour", "colour on background", "number", "place", "size");
        assertThat(words).contains("two", "three", "four", "five", "left", "right", "above", "below", "large", "small");
    }

    @Test
    void theBackgroundHasTheColourThatTheCaptionSays() {
        int checked = 0;
        for (Composition composition : compose(5, 300)) {
            if (composition.kind() == Kind.BACKGROUND) {
                ColourName corner = ColourName.of(Pixels.of(composition.image())[0] & 0xffffff);
                assertThat(composition.concept()).endsWith(" " + corner.english + " background");
                assertThat(composition.captions().de().getFirst()).endsWith(" " + corner.german + "em Hintergrund");
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(30);
    }

    @Test
    void aRecolouredThingHasTheColourThatTheCaptionSays() {
        int checked = 0;
        for (Composition composition : compose(5, 300)) {
            if (composition.kind() == Kind.RECOLOURED) {
                ColourName centre = ColourName.of(
                        Pixels.of(composition.image())[SIZE / 2 * SIZE + SIZE / 2] & 0xffffff);
                assertThat(composition.concept()).contains(" " + centre.english + " ");
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(20);
    }

    @Test
    void whatIsLeftInTheCaptionIsLeftInThePicture() {
        int checked = 0;
        for (Composition composition : compose(5, 500)) {
            if (composition.concept().contains("to the left of") && composition.parts().size() == 2) {
                ColourName left = ColourName.of(Pixels.of(composition.image())[SIZE / 2 * SIZE + SIZE / 4] & 0xffffff);
                assertThat(left).isEqualTo(composition.parts().getFirst().mainColour());
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(5);
    }

    @Test
    void nothingIsComposedOfNothing() {
        assertThat(new Composer(List.of(), SIZE, 1).next()).isEmpty();
    }

    private List<Composition> compose(long seed, int count) {
        Composer composer = new Composer(List.of(part("red apple", 0xd92626, ColourName.RED),
                part("star", 0xfacc15, ColourName.YELLOW), part("automobile", 0x2563eb, ColourName.BLUE),
                part("lion", 0xf97f16, ColourName.ORANGE)), SIZE, seed);
        List<Composition> compositions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Optional<Composition> next = composer.next();
            next.ifPresent(compositions::add);
        }
        return compositions;
    }

    private Part part(String concept, int rgb, ColourName colour) {
        Noun noun = nouns.of(concept);
        ManifestEntry entry = new ManifestEntry(0, "flat/" + concept, "set", "1", "someone", "MIT", null, concept,
                "flat", Kind.ICON, "object", List.of(), Map.of(), Split.TRAIN, List.of());
        return new Part(entry, noun, FLAT, Pictures.disc(SIZE, rgb), colour);
    }
}
