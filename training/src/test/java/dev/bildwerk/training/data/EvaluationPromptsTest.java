package dev.bildwerk.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.training.data.EvaluationPrompt.Part;
import dev.bildwerk.training.data.ManifestEntry.Kind;
import dev.bildwerk.training.data.ManifestEntry.Split;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EvaluationPromptsTest {
    private static final int OF_EACH = 30;

    @Test
    void knownThingsAreAskedForInStylesThatWereKeptFromTraining() throws DataSetException {
        List<EvaluationPrompt> known = of(Part.KNOWN_THING);
        assertThat(known).extracting(EvaluationPrompt::english).containsExactly("a banana, flat style");
        assertThat(known).extracting(EvaluationPrompt::german).containsExactly("eine Banane, flacher Stil");
        assertThat(known).extracting(EvaluationPrompt::thing).containsExactly("banana");
        assertThat(known).extracting(EvaluationPrompt::example).containsExactly("test/2");
    }

    @Test
    void compositionsAreWordsThatNoCaptionPutsTogether() throws DataSetException {
        Set<String> captions = new HashSet<>();
        manifest().forEach(entry -> captions.addAll(entry.english()));
        List<EvaluationPrompt> compositions = of(Part.NEW_COMPOSITION);
        assertThat(compositions).hasSize(OF_EACH).allSatisfy(prompt -> {
            assertThat(captions).doesNotContain(prompt.english());
            assertThat(prompt.contraries()).isNotEmpty().doesNotContain(prompt.english()).doesNotHaveDuplicates();
        });
        assertThat(compositions).extracting(EvaluationPrompt::english).doesNotHaveDuplicates();
    }

    @Test
    void germanSaysTheSame() throws DataSetException {
        assertThat(of(Part.NEW_COMPOSITION)).allSatisfy(prompt -> {
            assertThat(prompt.english().contains("background")).isEqualTo(prompt.german().contains("Hintergrund"));
            assertThat(prompt.english().contains("to the left of")).isEqualTo(prompt.german().contains("links von"));
        });
    }

    @Test
    void aSeedSaysWhichPromptsTheyAre() throws DataSetException {
        assertThat(EvaluationPrompts.draw(manifest(), OF_EACH, 1))
                .isEqualTo(EvaluationPrompts.draw(manifest(), OF_EACH, 1))
                .isNotEqualTo(EvaluationPrompts.draw(manifest(), OF_EACH, 2));
    }

    private static List<EvaluationPrompt> of(Part part) throws DataSetException {
        return EvaluationPrompts.draw(manifest(), OF_EACH, 1).stream()
                .filter(prompt -> prompt.part() == part)
                .toList();
    }

    /** Three fruits that train, one of them also held out in a style, and one that was composed. */
    private static List<ManifestEntry> manifest() {
        List<ManifestEntry> entries = new ArrayList<>();
        entries.add(entry(0, "red apple", "soft", Kind.ICON, Split.TRAIN, List.of()));
        entries.add(entry(1, "banana", "soft", Kind.ICON, Split.TRAIN, List.of()));
        entries.add(entry(2, "banana", "flat", Kind.ICON, Split.HELD_OUT, List.of()));
        entries.add(entry(3, "pear", "soft", Kind.ICON, Split.TRAIN, List.of()));
        entries.add(entry(4, "two red apples", "soft", Kind.SCENE, Split.TRAIN, List.of("test/0", "test/1", "test/3")));
        return entries;
    }

    private static ManifestEntry entry(int index, String concept, String style, Kind kind, Split split, List<String> parts) {
        return new ManifestEntry(index, "test/" + index, "test", "1", "nobody", "CC0-1.0", null, concept, style, kind,
                "test", List.of(), Map.of("en", List.of(concept)), split, parts);
    }
}
