package dev.bildwerk.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.checkpoint.names.WeightNames;
import dev.bildwerk.diffusion.guide.GuideMaker;
import dev.bildwerk.diffusion.guide.GuideUse;
import dev.bildwerk.diffusion.guide.Preparation;
import dev.bildwerk.diffusion.parity.Closeness;
import dev.bildwerk.diffusion.parity.Family;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Flops;
import dev.bildwerk.engine.Scope;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeepCacheTest {
    private static final Path DEFAULT_MODEL = Path.of("..", "models", "bildwerk-mini");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void anIntervalOfOneDrawsTheVeryPictureOfNoCache(Family family) {
        try (Bench bench = new Bench(family)) {
            GenerationRequest request = request(4, Controls.NONE);
            assertThat(bench.latent(with(request, new DeepCache(1, 1)))).isEqualTo(bench.latent(request));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theWorkIsThatOfTheWholeStepsAndOfWhatLiesAboveTheCut(Family family) {
        try (Bench bench = new Bench(family)) {
            long whole = bench.flops(request(2, Controls.NONE)) - bench.flops(request(1, Controls.NONE));
            long above = bench.flops(with(request(2, Controls.NONE), new DeepCache(2, 0)))
                    - bench.flops(request(1, Controls.NONE));
            assertThat(above).isLessThan(whole / 2);
            assertThat(bench.flops(with(request(7, Controls.NONE), new DeepCache(3, 0)))
                            - bench.flops(request(1, Controls.NONE)))
                    .isEqualTo(2 * whole + 4 * above);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everySamplerTakesCachedSteps(SamplerName sampler) {
        try (Bench bench = new Bench(Family.MINI)) {
            GenerationRequest asked = request(6, Controls.NONE);
            GenerationRequest request = new GenerationRequest(
                    asked.prompt(), "", 3, 6, 3, sampler, ScheduleName.NORMAL, 32, 32, asked.controls());
            float[] cached = bench.latent(with(request, new DeepCache(2, 1)));
            assertThat(cached).isNotEqualTo(bench.latent(request));
            for (float value : cached) {
                assertThat(value).isFinite();
            }
        }
    }

    @Test
    void aTextThatChangesOnTheWayIsToldToTheWholeUNet() {
        try (Bench bench = new Bench(Family.SD1)) {
            Controls a1111 = Controls.NONE.withDialect(Dialect.A1111);
            GenerationRequest request = request(4, a1111).withPrompts("a [fox:cat:1] in snow", "");
            assertThat(bench.latent(with(request, new DeepCache(4, 0))))
                    .isEqualTo(bench.latent(with(request, new DeepCache(2, 0))));
        }
    }

    @Test
    void aGuideThatEndsOnTheWayIsForgottenByTheWholeUNet() {
        Path net = GuideMaker.write(
                folder.resolve("net.safetensors"), GuideMaker.controlNet(Family.SD1, "first.", WeightNames.UNET));
        Picture grey = new Picture(8, 8, new byte[192]);
        Additions half = Additions.NONE.withGuides(List.of(new GuideUse(net, grey, Preparation.NONE, 0.8, 0, 0.5)));
        try (Bench bench = new Bench(Family.SD1)) {
            GenerationRequest request = request(4, Controls.NONE.withAdditions(half));
            float[] cached = bench.latent(with(request, new DeepCache(4, 0)));
            assertThat(cached).isEqualTo(bench.latent(with(request, new DeepCache(2, 0))));
            assertThat(cached).isNotEqualTo(bench.latent(with(request(4, Controls.NONE), new DeepCache(2, 0))));
        }
    }

    @Test
    void guidanceThatEndsOnTheWayLeavesTheNegativePromptsFeaturesBehind() {
        try (Bench bench = new Bench(Family.SDXL)) {
            Controls half = Controls.NONE.withGuidance(new GuidanceLimits(0, 0, 0.5));
            GenerationRequest request = request(4, half);
            assertThat(bench.latent(with(request, new DeepCache(4, 1))))
                    .isEqualTo(bench.latent(with(request, new DeepCache(2, 1))));
        }
    }

    @Test
    void severalPromptsAtOnceHaveTheirOwnFeatures() {
        try (Bench bench = new Bench(Family.SD1)) {
            Controls a1111 = Controls.NONE.withDialect(Dialect.A1111);
            GenerationRequest one = request(4, a1111).withPrompts("a fox", "dark");
            GenerationRequest same = one.withPrompts("a fox :0.5 AND a fox :0.5", "dark");
            float[] cached = bench.latent(with(same, new DeepCache(2, 0)));
            assertThat(Closeness.relativeError(cached, bench.latent(with(one, new DeepCache(2, 0)))))
                    .isLessThan(1e-4);
        }
    }

    /** How much is the model's matter: the second edition stayed above 30 dB here, the third draws several pictures for a prompt. */
    @Test
    void everyOtherStepOfTheDefaultModelIsStillTheSamePicture() {
        Checkpoint checkpoint = Checkpoint.open(DEFAULT_MODEL);
        GenerationRequest request = GenerationDefaults.of(checkpoint).request("a red apple", 7);
        try (Bench bench = new Bench(checkpoint)) {
            float[] whole = Closeness.unit(bench.picture(request).rgb());
            float[] cached = Closeness.unit(bench.picture(with(request, new DeepCache(2, 2))).rgb());
            assertThat(Closeness.psnr(cached, whole)).isGreaterThan(22);
        }
    }

    @Test
    void aBranchThatTheModelLacksIsRefusedWithItsNumber() {
        try (Bench bench = new Bench(Family.SD1)) {
            GenerationRequest request = with(request(4, Controls.NONE), new DeepCache(2, 6));
            assertThatThrownBy(() -> bench.drawing.requirePossible(request))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("The branch of the cached features is 6; this model has 0 to 5.");
            bench.drawing.requirePossible(with(request, new DeepCache(1, 6)));
            bench.drawing.requirePossible(with(request, new DeepCache(2, 5)));
        }
    }

    @Test
    void intervalAndBranchHaveTheirRanges() {
        assertThatThrownBy(() -> new DeepCache(0, 0)).hasMessageContaining("1 (off) to 1,000");
        assertThatThrownBy(() -> new DeepCache(1001, 0)).hasMessageContaining("1,001 steps");
        assertThatThrownBy(() -> new DeepCache(2, -1)).hasMessageContaining("-1");
    }

    private static GenerationRequest request(int steps, Controls controls) {
        return new GenerationRequest(
                "a red fox", "blurry, dark", 42, steps, 5, SamplerName.EULER, ScheduleName.NORMAL, 32, 32, controls);
    }

    private static GenerationRequest with(GenerationRequest request, DeepCache cache) {
        return request.with(request.controls().withDeepCache(cache));
    }

    /** A model that draws latents. */
    private static final class Bench implements AutoCloseable {
        private final LoadedModel model;
        private final GuideSlot guides;
        private final LatentDrawing drawing;

        Bench(Family family) {
            this(Checkpoint.open(FixtureFile.path(family.folder())));
        }

        Bench(Checkpoint checkpoint) {
            model = LoadedModel.read(checkpoint, new Placement(Device.CPU, DType.F32));
            guides = new GuideSlot(model);
            drawing = new LatentDrawing(model, guides);
        }

        float[] latent(GenerationRequest request) {
            try (Scope scope = Scope.open()) {
                return drawing.latent(request, ProgressListener.NONE).toFloats();
            }
        }

        Picture picture(GenerationRequest request) {
            try (Scope scope = Scope.open()) {
                return drawing.decode(drawing.latent(request, ProgressListener.NONE));
            }
        }

        long flops(GenerationRequest request) {
            return Flops.of(() -> latent(request));
        }

        @Override
        public void close() {
            guides.close();
            model.close();
        }
    }
}
