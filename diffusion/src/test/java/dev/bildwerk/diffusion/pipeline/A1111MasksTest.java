package dev.bildwerk.diffusion.pipeline;

import static dev.bildwerk.diffusion.parity.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.parity.Family;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.picture.Box;
import dev.bildwerk.diffusion.picture.Mask;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Masks with soft edges: what AUTOMATIC1111's own functions make of them, from the blur to the finished picture. */
class A1111MasksTest {
    private static final double BOUND = 1e-5;
    private static final int SIDE = 64;
    private static final double BLUR = 3;

    /**
     * It cuts off where others round, its blends are rounded in another order, and a doubled mask doubles its own
     * rounding.
     */
    private static final int LEVELS = 3;

    @ParameterizedTest
    @CsvSource({"masked, 6, 32", "whole, -1, 64"})
    void makesAPartAnewAsA1111Does(String name, int padding, int size) {
        Checkpoint folder = Checkpoint.open(FixtureFile.path(Family.SD1.folder()));
        try (FixtureFile expected = Family.SD1.open("a1111-masks.safetensors");
                FixtureFile controls = Family.SD1.open("controls.safetensors");
                LoadedModel model = LoadedModel.read(folder, new Placement(Device.CPU, DType.F32));
                Scope scope = Scope.open()) {
            LatentDrawing drawing = new LatentDrawing(model);
            Start.Inpainting start = new Start.Inpainting(
                    new Picture(SIDE, SIDE, controls.bytes("picture")),
                    mask(),
                    0.6,
                    Start.Filling.ORIGINAL,
                    padding < 0 ? Start.Area.WHOLE : new Start.Area.Masked(padding),
                    BLUR);
            GenerationRequest request = new GenerationRequest(
                    "a red fox in the snow, watercolor",
                    "blurry, dark",
                    42,
                    8,
                    5,
                    SamplerName.EULER,
                    ScheduleName.UNIFORM,
                    size,
                    size,
                    Controls.NONE.withDialect(Dialect.A1111).withStart(start));

            Retouch retouch = Retouch.of(request, start);
            Tensor latent = drawing.latent(retouch.shown(), ProgressListener.NONE);

            assertClose(latent, expected, name + ".latent", BOUND);
            assertNear(retouch.with(drawing.decode(latent)).rgb(), expected.bytes(name + ".picture"), LEVELS);
        }
    }

    @Test
    void blursAsOpenCvDoes() {
        try (FixtureFile expected = Family.SD1.open("a1111-masks.safetensors")) {
            assertNear(mask().blurred(BLUR).values(), expected.bytes("blurred"), 1);
        }
    }

    private static Mask mask() {
        return Mask.outside(SIDE, SIDE, new Box(30, 20, 17, 21)).inverted();
    }

    private static void assertNear(byte[] actual, byte[] expected, int levels) {
        assertThat(actual).hasSameSizeAs(expected);
        int most = 0;
        for (int i = 0; i < actual.length; i++) {
            most = Math.max(most, Math.abs((actual[i] & 0xff) - (expected[i] & 0xff)));
        }
        assertThat(most).isLessThanOrEqualTo(levels);
    }
}
