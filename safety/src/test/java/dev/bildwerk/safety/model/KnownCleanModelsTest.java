package dev.bildwerk.safety.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownCleanModelsTest {
    /** SHA-256 of "abc", from FIPS 180-4. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final KnownCleanModels KNOWN =
            KnownCleanModels.parse(List.of("# a comment", "", ABC + " 3 miniature unet"));

    @TempDir
    Path folder;

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    @Test
    void knowsAModelWhoseEveryWeightIsOnTheList() throws IOException {
        write("unet/diffusion_pytorch_model.safetensors", "abc");
        write("vae/diffusion_pytorch_model.safetensors", "abc");
        write("model_index.json", "{}");
        assertThat(KNOWN.provenanceOf(folder))
                .isEqualTo(new ModelProvenance.KnownClean(List.of("miniature unet", "miniature unet")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unet/other.safetensors",
                "unet/deeper/still/other.safetensors",
                "other.ckpt",
                "OTHER.SAFETENSORS",
                "lora.pt",
                "pytorch_model.bin"
            })
    void doesNotKnowAModelWithOneOtherFileOfWeights(String other) throws IOException {
        write("unet/diffusion_pytorch_model.safetensors", "abc");
        write(other, "abd");
        assertThat(KNOWN.provenanceOf(folder)).isInstanceOf(ModelProvenance.Unknown.class);
    }

    @Test
    void doesNotKnowAFolderWithoutWeights() {
        assertThat(KNOWN.provenanceOf(folder)).isInstanceOf(ModelProvenance.Unknown.class);
    }

    @Test
    void doesNotKnowAFolderThatIsNotThere() {
        assertThat(KNOWN.provenanceOf(folder.resolve("nowhere"))).isInstanceOf(ModelProvenance.Unknown.class);
    }

    @Test
    void knowsWeightsBehindALink() throws IOException {
        write("blobs/weights", "abc");
        write("model/config.json", "{}");
        Files.createSymbolicLink(folder.resolve("model/unet.safetensors"), folder.resolve("blobs/weights"));
        assertThat(KNOWN.provenanceOf(folder.resolve("model"))).isInstanceOf(ModelProvenance.KnownClean.class);
    }

    @Test
    void doesNotKnowAFolderThatLeadsIntoItself() throws IOException {
        write("unet/model.safetensors", "abc");
        Files.createSymbolicLink(folder.resolve("unet/loop"), folder);
        assertThat(KNOWN.provenanceOf(folder)).isInstanceOf(ModelProvenance.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "abc 3 name", "0123 3 name"})
    void refusesAListWithALineThatIsNone(String line) {
        assertThatThrownBy(() -> KnownCleanModels.parse(List.of(line))).hasMessageContaining("is not a line of sha256");
    }

    @Test
    void theShippedListIsReadable() {
        assertThat(KnownCleanModels.shipped().provenanceOf(folder)).isInstanceOf(ModelProvenance.Unknown.class);
    }
}
