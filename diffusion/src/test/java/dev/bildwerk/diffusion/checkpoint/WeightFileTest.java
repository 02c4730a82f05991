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
        assertThat(WeightFile.in(folder, STEM)).isEqualTo(folder.resolve(STEM + ".safetensors"));
    }

    @Test
    void takesAVariantWhereItIsTheOnlyOne() throws IOException {
        touch(STEM + ".fp16.safetensors", STEM + ".non_ema.safetensors", STEM + ".bin", "config.json");
        assertThat(WeightFile.in(folder, STEM)).isEqualTo(folder.resolve(STEM + ".fp16.safetensors"));
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
    void saysThatSplitWeightsAreNotReadYet() throws IOException {
        touch(STEM + ".safetensors.index.json", STEM + "-00001-of-00002.safetensors");
        assertThat(failure().code()).isEqualTo("checkpoint.file.sharded");
    }

    @Test
    void namesTheMissingFile() {
        assertThat(failure().code()).isEqualTo("checkpoint.file.missing");
        assertThat(failure()).hasMessageContaining(STEM + ".safetensors");
    }

    @Test
    void namesTheMissingFolder() {
        Path missing = folder.resolve("vae");
        assertThat(catchThrowableOfType(CheckpointException.class, () -> WeightFile.in(missing, STEM)))
                .hasMessageContaining("vae");
    }

    private CheckpointException failure() {
        return catchThrowableOfType(CheckpointException.class, () -> WeightFile.in(folder, STEM));
    }

    private void touch(String... names) throws IOException {
        for (String name : names) {
            Files.createFile(folder.resolve(name));
        }
    }
}
