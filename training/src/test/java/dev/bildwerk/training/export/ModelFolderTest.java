package dev.bildwerk.training.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.text.ClipTextEncoder;
import dev.bildwerk.diffusion.text.tokenizer.ClipTokenizer;
import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.diffusion.vae.Vae;
import dev.bildwerk.diffusion.vae.VaeConfig;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.training.TinyPictures;
import dev.bildwerk.training.denoiser.DenoiserTrainer;
import dev.bildwerk.training.denoiser.Miniature;
import dev.bildwerk.training.optim.ParameterSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
    private static final VaeConfig VAE = new VaeConfig(3, 4, List.of(8, 8, 16, 16), 1, 4, true, true, 0.5, 0);

    @TempDir
    Path folder;

    @Test
    void theLoaderReadsBackTheShapesAndTheWeightsThatWereWritten() throws IOException {
        Path tokenizerFolder = TinyPictures.writeTokenizer(folder.resolve("source-of-tokenizer"));
        ClipTokenizer tokenizer = ClipTokenizer.load(tokenizerFolder);
        Miniature shape = Miniature.of(tokenizer.vocabularySize(), tokenizer.eos(), 4);
        try (Scope scope = Scope.open();
                ParameterSet vae = ParameterSet.of(weights -> new Vae(weights, VAE), DType.F32, Device.CPU, 1);
                ParameterSet denoiser = ParameterSet.of(
                        weights -> {
                            new ClipTextEncoder(weights.at(DenoiserTrainer.TEXT_ENCODER), shape.text());
                            new UNet(weights.at(DenoiserTrainer.UNET), shape.unet());
                        },
                        DType.F32,
                        Device.CPU,
                        1)) {
            ModelFolder.write(folder, shape, VAE, vae, denoiser, tokenizerFolder);

            Checkpoint read = Checkpoint.open(folder);
            assertThat(read.unet()).isEqualTo(shape.unet());
            assertThat(read.vae()).isEqualTo(VAE);
            assertThat(read.scheduler()).isEqualTo(shape.scheduler());
            assertThat(read.textParts()).hasSize(1);
            assertThat(read.textParts().getFirst().config()).isEqualTo(shape.text());

            try (LoadedModel model = LoadedModel.read(read, new Placement(Device.CPU, DType.F32))) {
                Tensor latent = Tensor.of(new float[] {1, -1, 0.5f, 2}, 1, 4, 1, 1);
                Vae trained = new Vae(vae.averaged(DType.F32), VAE);
                float[] expected = trained.picture(latent, DType.F32).toFloats();
                float[] actual = model.vae().part().picture(latent, DType.F32).toFloats();
                for (int i = 0; i < expected.length; i++) {
                    // Weights are stored in fp16.
                    assertThat(actual[i]).isCloseTo(expected[i], org.assertj.core.api.Assertions.within(5e-3f));
                }
            }
        }
    }
}
