package dev.bildwerk.diffusion.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelHashTest {
    @TempDir
    Path folder;

    @Test
    void isTheBeginningOfTheShaOfTheWeights() throws IOException {
        Path file = Files.writeString(folder.resolve("model.safetensors"), "abc");

        assertThat(ModelHash.of(List.of(file))).isEqualTo("ba7816bf8f"); // FIPS 180-2, appendix B.1
    }

    @Test
    void ofSplitWeightsIsThatOfAllTheirBytes() throws IOException {
        Path first = Files.writeString(folder.resolve("1.safetensors"), "a");
        Path second = Files.writeString(folder.resolve("2.safetensors"), "bc");

        assertThat(ModelHash.of(List.of(first, second))).isEqualTo("ba7816bf8f");
    }

    @Test
    void isEmptyWhereTheWeightsCannotBeRead() {
        assertThat(ModelHash.of(List.of(folder.resolve("nothing")))).isEmpty();
    }
}
