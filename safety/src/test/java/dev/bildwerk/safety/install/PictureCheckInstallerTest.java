package dev.bildwerk.safety.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.safety.picture.InstalledCheck;
import dev.bildwerk.safety.picture.Patterns;
import dev.bildwerk.safety.picture.PictureScores;
import dev.bildwerk.safety.picture.PictureThresholds;
import dev.bildwerk.safety.picture.PinnedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureCheckInstallerTest {
    @TempDir
    Path folder;

    @Test
    void whatItInstallsSaysOfFiftyPicturesWhatTheOriginalLibrariesSay() throws IOException {
        InstalledCheck check =
                NarrowCheck.in(folder, PictureThresholds.shipped()).current().orElseThrow();
        JsonNode all = new ObjectMapper().readTree(NarrowCheck.FIXTURES.resolve("scores.json").toFile());

        assertThat(all.size()).isEqualTo(50);
        for (JsonNode one : all) {
            Picture picture = Patterns.of(one.get("pattern").asInt());
            JsonNode classes = one.get("random").get("classes");
            PictureScores scores = check.classifier().scores(picture);
            assertThat(new float[] {
                        scores.drawing(), scores.hentai(), scores.neutral(), scores.porn(), scores.sexy()
                    })
                    .as(one.toString())
                    .containsExactly(
                            new float[] {
                                classes.get(0).floatValue(),
                                classes.get(1).floatValue(),
                                classes.get(2).floatValue(),
                                classes.get(3).floatValue(),
                                classes.get(4).floatValue()
                            },
                            offset(5e-4f));
            assertThat(check.faces().surest(picture))
                    .as(one.toString())
                    .isCloseTo(one.get("random").get("face").doubleValue(), offset(1e-5));
        }
    }

    @Test
    void saysFromWhatAndUnderWhichLicence() throws IOException {
        List<String> heard = new ArrayList<>();
        PictureCheckInstaller installer = NarrowCheck.installer();
        assertThat(installer.isInstalled(folder)).isFalse();

        installer.install(folder, List.of(NarrowCheck.CLASSIFIER, NarrowCheck.FACES), heard::add);

        assertThat(heard).hasSize(2).allMatch(sentence -> sentence.endsWith("MIT licence"));
        assertThat(installer.isInstalled(folder)).isTrue();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("classifier.safetensors", "faces.safetensors");
        }
    }

    @Test
    void doesNotOpenAnArchiveThatIsNotOneOfThePinnedOnes() throws IOException {
        Path changed = folder.resolve("changed.tgz");
        byte[] bytes = Files.readAllBytes(NarrowCheck.CLASSIFIER);
        bytes[bytes.length / 2] ^= 1;
        Files.write(changed, bytes);
        Path target = folder.resolve("check");

        assertThatThrownBy(() -> NarrowCheck.installer()
                        .install(target, List.of(changed, NarrowCheck.FACES), sentence -> {}))
                .isInstanceOfSatisfying(InstallException.class, e -> {
                    assertThat(e.code()).isEqualTo("install.integrity");
                    assertThat(e).hasMessageContainingAll(changed.toString(), "nsfwjs@0.0.1", "so it is not opened.");
                });
        assertThat(target).doesNotExist();
    }

    @Test
    void keepsWhatIsThereWhereASecondFileCannotBeMade() throws IOException {
        NarrowCheck.installer().install(folder, List.of(NarrowCheck.CLASSIFIER, NarrowCheck.FACES), sentence -> {});
        byte[] before = Files.readAllBytes(folder.resolve("classifier.safetensors"));
        PictureCheckInstaller other = NarrowCheck.installer(new PinnedFile("faces.safetensors", "0".repeat(64)));

        assertThatThrownBy(() -> other.install(
                        folder, List.of(NarrowCheck.CLASSIFIER, NarrowCheck.FACES), sentence -> {}))
                .isInstanceOfSatisfying(
                        InstallException.class, e -> assertThat(e.code()).isEqualTo("install.integrity"));

        assertThat(folder.resolve("classifier.safetensors")).hasBinaryContent(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void asksForThePathWhereThereIsNoSuchArchive() {
        assertThatThrownBy(() -> NarrowCheck.installer()
                        .install(folder, List.of(folder.resolve("none.tgz")), sentence -> {}))
                .isInstanceOfSatisfying(
                        InstallException.class, e -> assertThat(e.code()).isEqualTo("install.file"));
    }
}
