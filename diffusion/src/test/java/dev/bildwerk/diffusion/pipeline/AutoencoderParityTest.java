package dev.bildwerk.diffusion.pipeline;

import static dev.bildwerk.diffusion.parity.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.CheckpointOptions;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.MiniatureModels;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.parity.Closeness;
import dev.bildwerk.diffusion.parity.Family;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.parity.PictureCases;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A picture that goes in and comes out through an autoencoder given apart, as diffusers' image-to-image pipeline does it. */
class AutoencoderParityTest {
    private static final double BOUND = 2e-4;
    private static final double DECIBELS = 60;

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "other"})
    void drawsThroughAnAutoencoderGivenApart(String name) {
        Path vae = name.equals("tiny")
                ? FixtureFile.path("tiny/diffusion_pytorch_model.safetensors")
                : MiniatureModels.folder("sd2v").resolve("vae");
        Checkpoint checkpoint =
                Checkpoint.open(MiniatureModels.folder("sd1"), CheckpointOptions.NONE.withVae(vae));
        try (FixtureFile expected = Family.SD1.open("autoencoders.safetensors");
                FixtureFile controls = Family.SD1.open("controls.safetensors");
                LoadedModel model = LoadedModel.read(checkpoint, new Placement(Device.CPU, DType.F32));
                Scope scope = Scope.open()) {
            LatentDrawing drawing = new LatentDrawing(model);
            Picture picture = new Picture(64, 64, controls.bytes("picture"));
            GenerationRequest request =
                    PictureCases.request("ddim").with(Controls.NONE.withStart(new Start.FromPicture(picture, 0.6)));

            Tensor latent = drawing.latent(request, ProgressListener.NONE);

            assertClose(latent, expected, name + ".latent", BOUND);
            assertThat(Closeness.psnr(
                            Closeness.unit(drawing.decode(latent).rgb()),
                            Closeness.unit(expected.bytes(name + ".picture"))))
                    .isGreaterThanOrEqualTo(DECIBELS);
        }
    }
}
