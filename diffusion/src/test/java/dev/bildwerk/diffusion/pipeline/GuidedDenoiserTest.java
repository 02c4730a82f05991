package dev.bildwerk.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.MiniatureModels;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.parity.Closeness;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.sampling.NoiseSchedule;
import dev.bildwerk.diffusion.sampling.NoiseSource;
import dev.bildwerk.diffusion.sampling.Sampler;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.Schedule;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.diffusion.sampling.Schedules;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.noise.TorchGenerator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuidedDenoiserTest {
    private static final PromptReading A1111 = new PromptReading(Dialect.A1111, 0);
    private static final double SIGMA = 5;

    /** Sums in another order. */
    private static final double ROUNDING = 2e-5;

    /** After six steps; see LatentParityTest. */
    private static final double LATENT = 2e-4;

    @ParameterizedTest
    @CsvSource({
        "sd1, clip-skip, 2, 0",
        "sd1, rescale, 0, 0.7",
        "sd2v, rescale, 0, 0.7",
        "sdxl, clip-skip, 3, 0",
        "sdxl, rescale, 0, 0.7"
    })
    void reachesTheLatentsOfDiffusers(String name, String what, int clipSkip, double rescale) {
        try (Bench bench = new Bench(name);
                FixtureFile expected = FixtureFile.open("guidance.safetensors")) {
            Schedule schedule = Schedules.of(bench.noise, SamplerName.EULER, ScheduleName.NORMAL, 6);
            PromptConditioning text = new PromptEncoder(bench.model)
                    .encode(
                            new PromptReading(Dialect.DIFFUSERS, clipSkip),
                            "a red fox in the snow, watercolor",
                            "blurry, dark",
                            6,
                            true);
            ConditionNumbers numbers =
                    name.equals("sdxl") ? ConditionNumbers.ofBoth(new double[] {32, 32, 0, 0, 32, 32}) : null;
            GuidedDenoiser denoiser = new GuidedDenoiser(
                    bench.model.unet().part(),
                    schedule,
                    text,
                    numbers,
                    new Guidance(5, rescale, GuidanceInterval.ALWAYS));
            NoiseSource noise = NoiseSource.of(new TorchGenerator(42));
            Tensor latent = Sampler.of(SamplerName.EULER)
                    .sample(
                            denoiser,
                            schedule.initialLatent(noise.draw(1, 4, 8, 8)),
                            schedule,
                            noise,
                            (step, steps, x, denoised) -> true);
            Closeness.assertClose(latent, expected, name + "." + what, LATENT);
        }
    }

    @Test
    void joinedPromptsAddWhatEachDrawsAwayFromTheNegative() {
        try (Bench bench = new Bench("sd1")) {
            Tensor negative = bench.denoise("blurry", "", 1);
            Tensor fox = bench.denoise("fox", "", 1);
            Tensor snow = bench.denoise("snow", "", 1);
            Tensor expected =
                    negative.add(fox.sub(negative), 1.2 * 4).add(snow.sub(negative), -0.5 * 4);
            bench.assertSame(bench.denoise("fox :1.2 AND snow :-0.5", "blurry", 4), expected);
        }
    }

    @Test
    void aPromptJoinedWithItselfIsThePrompt() {
        try (Bench bench = new Bench("sd1")) {
            Tensor plain = bench.denoise("a red fox", "blurry", 4);
            bench.assertSame(bench.denoise("a red fox:0.5 AND a red fox:0.5", "blurry", 4), plain);
            bench.assertSame(bench.denoise("a red fox:2", "blurry", 2), plain);
            assertThat(bench.denoise("a red fox:1", "blurry", 4).toFloats()).isEqualTo(plain.toFloats());
        }
    }

    @Test
    void joinedPromptsAreWeighedAlsoWithoutGuidance() {
        try (Bench bench = new Bench("sd1")) {
            Tensor negative = bench.denoise("blurry", "", 1);
            Tensor fox = bench.denoise("fox", "", 1);
            bench.assertSame(bench.denoise("fox:0.5", "blurry", 1), negative.add(fox.sub(negative), 0.5));
        }
    }

    @Test
    void promptsOfDifferentLengthsMeetInOnePicture() {
        try (Bench bench = new Bench("sd1")) {
            Tensor negative = bench.denoise("blurry", "", 1);
            Tensor prompt = bench.denoise("fox BREAK snow", "", 1);
            bench.assertSame(
                    bench.denoise("fox BREAK snow", "blurry", 4), negative.add(prompt.sub(negative), 4));
        }
    }

    @Test
    void theStepTellsWhichTextIsDrawn() {
        try (Bench bench = new Bench("sd1")) {
            GuidedDenoiser changing = bench.denoiser("a [fox:owl:2]", "[x:y:0.5]", Guidance.of(4));
            for (int step = 0; step < 8; step++) {
                String prompt = step <= 2 ? "a fox" : "a owl";
                String negative = step <= 4 ? "x" : "y";
                double sigma = bench.schedule.sigma(step);
                bench.assertSame(
                        changing.denoise(bench.x, sigma),
                        bench.denoiser(prompt, negative, Guidance.of(4)).denoise(bench.x, sigma));
            }
        }
    }

    @Test
    void outsideOfTheIntervalThePromptAloneSpeaks() {
        try (Bench bench = new Bench("sd1")) {
            Guidance late = new Guidance(4, 0.5, new GuidanceInterval(0, 1));
            // Encoded together once: alone, a prompt's numbers may end in other bits.
            PromptConditioning text = bench.encode("fox", "blurry", true);
            assertThat(bench.denoiser(text, late).denoise(bench.x, SIGMA).toFloats())
                    .isEqualTo(bench.denoiser(text, Guidance.of(1)).denoise(bench.x, SIGMA).toFloats());
            bench.assertSame(bench.denoiser(text, late).denoise(bench.x, SIGMA), bench.denoise("fox", "", 1));
        }
    }

    @Test
    void rescaleTakesContrastAwayAndZeroTakesNone() {
        try (Bench bench = new Bench("sd1")) {
            Tensor guided = bench.denoise("fox", "blurry", 8);
            Tensor none = bench.denoiser("fox", "blurry", new Guidance(8, 0, GuidanceInterval.ALWAYS))
                    .denoise(bench.x, SIGMA);
            Tensor some = bench.denoiser("fox", "blurry", new Guidance(8, 0.7, GuidanceInterval.ALWAYS))
                    .denoise(bench.x, SIGMA);
            assertThat(none.toFloats()).isEqualTo(guided.toFloats());
            assertThat(some.toFloats()).isNotEqualTo(guided.toFloats());
        }
    }

    @Test
    void promptsThatAreWeighedNeedANegativeOne() {
        try (Bench bench = new Bench("sd1")) {
            PromptConditioning.Member fox =
                    bench.encode("fox", "", false).prompts().getFirst();
            assertThatThrownBy(() -> new PromptConditioning(null, List.of(fox, fox)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new PromptConditioning(fox, List.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** A model, a schedule of eight steps and a noisy latent. */
    private static final class Bench implements AutoCloseable {
        final LoadedModel model;
        final NoiseSchedule noise;
        final Schedule schedule;
        final Tensor x;
        private final Autograd off = Autograd.off();
        private final Scope scope = Scope.open();

        Bench(String name) {
            model = LoadedModel.read(
                    Checkpoint.open(MiniatureModels.folder(name)), new Placement(Device.CPU, DType.F32));
            noise = NoiseSchedule.of(model.checkpoint().scheduler());
            schedule = Schedules.of(noise, SamplerName.EULER, ScheduleName.NORMAL, 8);
            x = Tensor.of(new TorchGenerator(1).normal(4 * 64), 1, 4, 8, 8).mul(SIGMA);
        }

        PromptConditioning encode(String prompt, String negativePrompt, boolean guided) {
            return new PromptEncoder(model).encode(A1111, prompt, negativePrompt, 8, guided);
        }

        GuidedDenoiser denoiser(String prompt, String negativePrompt, Guidance guidance) {
            return denoiser(encode(prompt, negativePrompt, guidance.scale() > 1), guidance);
        }

        GuidedDenoiser denoiser(PromptConditioning text, Guidance guidance) {
            return new GuidedDenoiser(model.unet().part(), schedule, text, null, guidance);
        }

        Tensor denoise(String prompt, String negativePrompt, double scale) {
            return denoiser(prompt, negativePrompt, Guidance.of(scale)).denoise(x, SIGMA);
        }

        void assertSame(Tensor actual, Tensor expected) {
            assertThat(Closeness.relativeError(actual.toFloats(), expected.toFloats()))
                    .isLessThan(ROUNDING);
        }

        @Override
        public void close() {
            scope.close();
            off.close();
            model.close();
        }
    }
}
