package dev.bildwerk.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightFileTest {
    private static final String STEM = "diffusion_pytorch_model";

    @TempDir
    Path folder;

    @Test
    void prefersTheFullFile() throws IOException {
        touch(STEM + ".safetensors", STEM + ".fp16.safetensors", STEM + ".bin");
        assertThat(WeightFile.in(folder, STEM, null)).isEqualTo(folder.resolve(STEM + ".safetensors"));
    }

    @Test
    void takesAVariantWhereItIsTheOnlyOne() throws IOException {
        touch(STEM + ".fp16.safetensors", STEM + ".non_ema.safetensors", STEM + ".bin", "config.json");
        assertThat(WeightFile.in(folder, STEM, null)).isEqualTo(folder.resolve(STEM + ".fp16.safetensors"));
    }

    @Test
    void doesNotChooseBetweenVariants() throws IOException {
        touch(STEM + ".fp16.safetensors", STEM + ".bf16.safetensors");
        assertThat(failure().code()).isEqualTo("checkpoint.file.ambiguous");
    }

    @Test
    void refusesPickledFiles() throws IOException {
        touch(STEM + ".bin");
        assertThat(failure().code()).isEqualTo("checkpoint.file.pickled");
        assertThat(failure()).hasMessageContaining("foreign code");
    }

    @Test
    void takesTheIndexOfSplitWeights() throws IOException {
        touch(
                STEM + ".safetensors.index.json",
                STEM + "-00001-of-00002.safetensors",
                STEM + "-00002-of-00002.safetensors");
        assertThat(WeightFile.in(folder, STEM, null)).isEqualTo(folder.resolve(STEM + ".safetensors.index.json"));
    }

    @Test
    void takesTheIndexOfASplitVariantInBothSpellings() throws IOException {
        touch(STEM + ".fp16.safetensors.index.json", STEM + ".fp16-00001-of-00001.safetensors");
        assertThat(WeightFile.in(folder, STEM, null)).isEqualTo(folder.resolve(STEM + ".fp16.safetensors.index.json"));
        Files.move(
                folder.resolve(STEM + ".fp16.safetensors.index.json"),
                folder.resolve(STEM + ".safetensors.index.fp16.json"));
        assertThat(WeightFile.in(folder, STEM, null)).isEqualTo(folder.resolve(STEM + ".safetensors.index.fp16.json"));
    }

    @Test
    void takesTheVariantThatIsAskedForAndTheFullFileWhereThatIsMissing() throws IOException {
        touch(STEM + ".safetensors", STEM + ".fp16.safetensors", STEM + ".bf16.safetensors");
        assertThat(WeightFile.in(folder, STEM, "bf16")).isEqualTo(folder.resolve(STEM + ".bf16.safetensors"));
        assertThat(WeightFile.in(folder, STEM, "ema")).isEqualTo(folder.resolve(STEM + ".safetensors"));
    }

    @Test
    void namesTheMissingFile() {
        assertThat(failure().code()).isEqualTo("checkpoint.file.missing");
        assertThat(failure()).hasMessageContaining(STEM + ".safetensors");
    }

    @Test
    void namesTheMissingFolder() {
        Path missing = folder.resolve("vae");
        assertThat(catchThrowableOfType(CheckpointException.class, () -> WeightFile.in(missing, STEM, null)))
                .hasMessageContaining("vae");
    }

    private CheckpointException failure() {
        return catchThrowableOfType(CheckpointException.class, () -> WeightFile.in(folder, STEM, null));
    }

    private void touch(String... names) throws IOException {
        for (String name : names) {
            Files.createFile(folder.resolve(name));
        }
    }
}
