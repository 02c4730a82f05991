package dev.bildwerk.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.training.data.DataSetException.Reason;
import dev.bildwerk.training.data.ManifestEntry.Kind;
import dev.bildwerk.training.data.ManifestEntry.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        ManifestEntry icon = entry(0, "noto/red-apple", Kind.ICON, Split.TRAIN, "https://example.org");
        ManifestEntry scene = entry(1, "composed/\"quoted\"\n", Kind.SCENE, Split.HELD_OUT, null);
        try (DataSetWriter writer = new DataSetWriter(folder)) {
            writer.add(icon, new byte[12]);
            writer.add(scene, new byte[12]);
            writer.leaveOut("noto/bomb", "weapon or \"violence\"");
            writer.finish();
        }

        assertThat(Manifest.read(folder.resolve("manifest.jsonl"))).containsExactly(icon, scene);
        assertThat(Files.size(folder.resolve("pictures.u8"))).isEqualTo(24);
        assertThat(folder.resolve("left-out.jsonl"))
                .hasContent("{\"id\":\"noto/bomb\",\"reason\":\"weapon or \\\"violence\\\"\"}");
    }

    @Test
    void aLineHasTheFieldsInTheirOrderAndWords() {
        assertThat(Manifest.line(entry(0, "noto/red-apple", Kind.BACKGROUND, Split.HELD_OUT, null)))
                .startsWith("{\"index\":0,\"id\":\"noto/red-apple\",\"source\":\"@iconify-json/noto\"")
                .contains("\"kind\":\"background\"").contains("\"split\":\"held-out\"").doesNotContain("url");
    }

    @Test
    void leavesNothingHalfWrittenWhenItIsNotFinished() throws IOException {
        try (DataSetWriter writer = new DataSetWriter(folder)) {
            writer.add(entry(0, "a/b", Kind.ICON, Split.TRAIN, null), new byte[12]);
        }

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void namesTheLineThatIsDamaged() throws IOException {
        Path file = folder.resolve("manifest.jsonl");
        Files.writeString(file, Manifest.line(entry(0, "a/b", Kind.ICON, Split.TRAIN, null)) + "\n{\"index\":1\n");

        assertThatThrownBy(() -> Manifest.read(file)).hasMessageContaining("Line 2")
                .isInstanceOfSatisfying(DataSetException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.MANIFEST_INVALID));
    }

    @Test
    void refusesIndicesThatDoNotMatchThePictures() throws IOException {
        Path file = folder.resolve("manifest.jsonl");
        Files.writeString(file, Manifest.line(entry(4, "a/b", Kind.ICON, Split.TRAIN, null)) + "\n");

        assertThatThrownBy(() -> Manifest.read(file)).hasMessageContaining("index 4, not 0");
    }

    private static ManifestEntry entry(int index, String id, Kind kind, Split split, String url) {
        return new ManifestEntry(index, id, "@iconify-json/noto", "1.2.9", "Google Inc", "Apache-2.0", url, "red apple",
                "soft", kind, "food-fruit", List.of("red", "green"),
                Map.of("en", List.of("apple"), "de", List.of("Apfel", "ein Apfel")), split, List.of("noto/x"));
    }
}
