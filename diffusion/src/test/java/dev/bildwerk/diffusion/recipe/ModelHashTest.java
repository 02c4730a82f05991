package dev.bildwerk.diffusion.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelHashTest {
    @TempDir
    Path folder;

    @Test
    void isTheBeginningOfTheShaOfTheUNetsWeights() throws IOException {
        Files.createDirectory(folder.resolve("unet"));
        Files.writeString(folder.resolve("unet/diffusion_pytorch_model.safetensors"), "abc");

        assertThat(ModelHash.of(folder)).isEqualTo("ba7816bf8f"); // FIPS 180-2, appendix B.1
    }

    @Test
    void isEmptyWhereThereAreNoWeights() {
        assertThat(ModelHash.of(folder)).isEmpty();
    }
}
