package dev.bildwerk.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bildwerk.diffusion.parity.Closeness;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import dev.bildwerk.engine.safetensors.SafetensorsWriter;
import dev.bildwerk.engine.safetensors.TensorData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tiny autoencoder against diffusers' {@code AutoencoderTiny}, from files in both layouts. */
class TinyVaeTest {
    private static final Placement FULL = new Placement(Device.CPU, DType.F32);
    private static final Path DIFFUSERS = FixtureFile.path("tiny/diffusion_pytorch_model.safetensors");

    @TempDir
    Path temporary;

    @Test
    void computesWhatDiffusersComputes() {
        try (LoadedTinyVae tiny = LoadedTinyVae.read(FULL, DIFFUSERS)) {
            assertParity(tiny);
        }
    }

    @Test
    void readsTheHalvesOfTheOriginalLayout() {
        Path encoder = original("encoder", 0);
        Path decoder = original("decoder", 1);
        try (LoadedTinyVae tiny = LoadedTinyVae.read(FULL, decoder, encoder)) {
            assertParity(tiny);
        }
        try (LoadedTinyVae half = LoadedTinyVae.read(FULL, decoder)) {
            assertThat(half.part().encoder()).isNull();
        }
    }

    @Test
    void saysWhatAFileIsThatIsNoTinyAutoencoder() {
        Path vae = MiniatureModels.folder("sd1").resolve("vae/diffusion_pytorch_model.safetensors");
        CheckpointException error =
                catchThrowableOfType(CheckpointException.class, () -> LoadedTinyVae.read(FULL, vae));
        assertThat(error.code()).isEqualTo("checkpoint.file.kind");
        assertThat(error).hasMessageContaining("an autoencoder (VAE), not a tiny autoencoder");
    }

    private static void assertParity(LoadedTinyVae tiny) {
        try (FixtureFile cases = FixtureFile.open("tiny/cases.safetensors");
                Scope scope = Scope.open()) {
            Closeness.assertClose(tiny.part().encode(cases.tensor("picture")), cases, "encoded");
            Closeness.assertClose(tiny.part().decode(cases.tensor("latent")), cases, "decoded");
        }
    }

    /** The layers of one half, numbered for themselves. */
    private Path original(String half, int shift) {
        Path target = temporary.resolve(half + ".safetensors");
        String prefix = half + ".layers.";
        try (SafetensorsFile file = SafetensorsFile.open(DIFFUSERS)) {
            List<TensorData> tensors = file.entries().stream()
                    .filter(entry -> entry.name().startsWith(prefix))
                    .map(entry -> {
                        String[] words = entry.name().substring(prefix.length()).split("\\.", 2);
                        String name = (Integer.parseInt(words[0]) + shift) + "." + words[1];
                        return new TensorData(name, entry.dtype(), entry.shape(), file.segment(entry));
                    })
                    .toList();
            SafetensorsWriter.write(target, tensors, Map.of());
        }
        return target;
    }
}
