package dev.bildwerk.diffusion.pipeline;

import static dev.bildwerk.diffusion.parity.Closeness.assertClose;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.parity.Family;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.parity.PictureCases;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The finished latents of diffusers' own pipelines, which no rounding to 8 bits hides. */
class LatentParityTest {
    /** After ten steps: most agree to 3e-6, Euler from a noise level of 4096 to 3e-5. */
    private static final double BOUND = 2e-4;

    @ParameterizedTest
    @EnumSource
    void reachesTheLatentsOfDiffusers(Family family) {
        Checkpoint folder = Checkpoint.open(FixtureFile.path(family.folder()));
        try (FixtureFile expected = family.open("pictures.safetensors");
                LoadedModel model = LoadedModel.read(folder, new Placement(Device.CPU, DType.F32))) {
            LatentDrawing drawing = new LatentDrawing(model);
            for (String name : PictureCases.names(expected)) {
                try (Scope scope = Scope.open()) {
                    assertClose(
                            drawing.latent(PictureCases.request(name), ProgressListener.NONE),
                            expected,
                            name + ".latent",
                            BOUND);
                }
            }
        }
    }
}
