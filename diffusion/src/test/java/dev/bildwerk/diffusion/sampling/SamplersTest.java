package dev.bildwerk.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.noise.TorchGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for samplers whatever the reference implementation does. */
class SamplersTest {
    private static final NoiseSchedule NOISE = NoiseSchedule.of(new SchedulerConfig(
            1000,
            0.00085,
            0.012,
            BetaSchedule.SCALED_LINEAR,
            false,
            PredictionType.EPSILON,
            TimestepSpacing.TRAILING,
            0,
            true));
    private static final long[] SHAPE = {2, 4, 16, 16};

    /** Spread of the pictures in a world where they are normal numbers. */
    private static final double SPREAD = 0.5;

    /** The best denoiser there is in that world. */
    private static final Denoiser IDEAL =
            (x, sigma) -> x.mul(SPREAD * SPREAD / (sigma * sigma + SPREAD * SPREAD));

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"DPM_FAST", "DPM_ADAPTIVE"})
    void oneStepIsTheDenoisersAnswer(SamplerName sampler) {
        try (Scope scope = Scope.open()) {
            Schedule schedule = Schedules.of(NOISE, sampler, ScheduleName.UNIFORM, 1);
            Tensor x = schedule.initialLatent(noise());
            float[] expected = IDEAL.denoise(x, schedule.sigma(0)).toFloats();
            assertThat(Sampler.of(sampler).sample(IDEAL, x, schedule, generator(), StepListener.NONE).toFloats())
                    .containsExactly(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EULER", "EULER_ANCESTRAL", "DDIM", "DDPM", "DPM_PLUS_PLUS_2M"})
    void aThousandStepsComeToAPictureOfTheWorld(SamplerName sampler) {
        assertComesToAPictureOfTheWorld(sampler, 1000);
    }

    /** LCM and TCD take steps that models must have been trained for. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"EULER", "EULER_ANCESTRAL", "DDIM", "DDPM", "LCM", "TCD"})
    void aHundredStepsOfAHigherOrderComeToAPictureOfTheWorld(SamplerName sampler) {
        assertComesToAPictureOfTheWorld(sampler, 100);
    }

    private static void assertComesToAPictureOfTheWorld(SamplerName sampler, int steps) {
        try (Scope scope = Scope.open()) {
            Tensor picture = sample(sampler, steps);
            assertThat(picture.isFinite()).isTrue();
            assertThat(Math.sqrt(picture.square().mean().item())).isCloseTo(SPREAD, within(0.03));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EULER, 1000, 0.005",
        "DDIM, 1000, 0.005",
        "DPM_PLUS_PLUS_2M, 50, 0.002",
        "HEUN, 50, 0.002",
        "DPM2, 50, 0.002",
        "LMS, 50, 0.002",
        "UNI_PC, 50, 0.004",
        "PLMS, 50, 0.005",
        "PNDM, 50, 0.005",
        "DPM_FAST, 60, 0.002",
        "DPM_ADAPTIVE, 50, 0.04"
    })
    void deterministicSamplersSolveTheEquation(SamplerName sampler, int steps, double tolerance) {
        try (Scope scope = Scope.open()) {
            assertThat(errorOf(sampler, steps)).isLessThan(tolerance);
        }
    }

    @Test
    void theSecondOrderOfDpmPlusPlus2MPays() {
        try (Scope scope = Scope.open()) {
            assertThat(errorOf(SamplerName.DPM_PLUS_PLUS_2M, 20)).isLessThan(errorOf(SamplerName.EULER, 20) / 4);
        }
    }

    @ParameterizedTest
    @EnumSource(SamplerName.class)
    void stopsAfterTheStepWhereTheListenerSaysSo(SamplerName sampler) {
        List<Integer> reported = new ArrayList<>();
        try (Scope scope = Scope.open()) {
            Schedule schedule = Schedules.of(NOISE, sampler, ScheduleName.NORMAL, 20);
            Tensor x = schedule.initialLatent(noise());
            assertThatThrownBy(() -> Sampler.of(sampler)
                            .sample(IDEAL, x, schedule, generator(), (step, steps, latent, denoised) -> {
                                reported.add(step);
                                return step < 3;
                            }))
                    .isInstanceOf(SamplingStoppedException.class)
                    .hasMessageContaining("step %d of".formatted(reported.getLast()));
            assertThat(reported.getLast()).isGreaterThanOrEqualTo(3);
            assertThat(reported.subList(0, reported.size() - 1)).isNotEmpty().allMatch(step -> step < 3);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EULER, 1", "LMS, 1", "UNI_PC, 1", "DPM_PLUS_PLUS_3M_SDE, 1", "HEUN, 2", "DPM2, 2", "DPM_PLUS_PLUS_SDE, 2"
    })
    void callsTheDenoiserAsOftenAsItSays(SamplerName sampler, int callsOfAStep) {
        AtomicInteger calls = new AtomicInteger();
        Denoiser counting = (x, sigma) -> {
            calls.incrementAndGet();
            return IDEAL.denoise(x, sigma);
        };
        try (Scope scope = Scope.open()) {
            Schedule schedule = Schedules.of(NOISE, sampler, ScheduleName.NORMAL, 9);
            Sampler.of(sampler)
                    .sample(counting, schedule.initialLatent(noise()), schedule, generator(), StepListener.NONE);
        }
        assertThat(calls).hasValue(8 * callsOfAStep + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 20})
    void dpmFastSpendsOneCallForEachStepAskedFor(int steps) {
        AtomicInteger calls = new AtomicInteger();
        Denoiser counting = (x, sigma) -> {
            calls.incrementAndGet();
            return IDEAL.denoise(x, sigma);
        };
        try (Scope scope = Scope.open()) {
            Schedule schedule = Schedules.of(NOISE, SamplerName.DPM_FAST, ScheduleName.NORMAL, steps);
            DpmFast.sample(counting, schedule.initialLatent(noise()), schedule, generator(), StepListener.NONE);
        }
        assertThat(calls).hasValue(steps);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"DPM_FAST", "DPM_ADAPTIVE"})
    void reportsEveryStepInTurn(SamplerName sampler) {
        assertThat(reported(sampler, 5)).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void dpmAdaptiveReportsHowFarDownItIs() {
        assertThat(reported(SamplerName.DPM_ADAPTIVE, 5)).isSorted().startsWith(1).endsWith(5);
    }

    @Test
    void restartKeepsTheNumberOfSteps() {
        for (int steps : new int[] {19, 20, 35, 36, 50}) {
            assertThat(reported(SamplerName.RESTART, steps)).hasSize(steps);
        }
    }

    private static List<Integer> reported(SamplerName sampler, int count) {
        List<Integer> reported = new ArrayList<>();
        try (Scope scope = Scope.open()) {
            Schedule schedule = Schedules.of(NOISE, sampler, ScheduleName.KARRAS, count);
            StepListener listener = (step, steps, x, denoised) -> {
                assertThat(steps).isEqualTo(count);
                assertThat(denoised.shape()).isEqualTo(SHAPE);
                return reported.add(step);
            };
            Sampler.of(sampler).sample(IDEAL, schedule.initialLatent(noise()), schedule, generator(), listener);
        }
        return reported;
    }

    /** DPM adaptive reports the same latent again when it does not take a trial. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "DPM_ADAPTIVE")
    void holdsNoTensorOfAStepLongerThanTheNextOne(SamplerName sampler) {
        List<Tensor> made = new ArrayList<>();
        List<Tensor> madeInStepsBefore = new ArrayList<>();
        List<Tensor> reported = new ArrayList<>();
        Denoiser remembering = (x, sigma) -> {
            madeInStepsBefore.forEach(SamplersTest::assertFreed);
            made.add(x.mul(2));
            made.add(IDEAL.denoise(x, sigma));
            return made.getLast();
        };
        try (Scope scope = Scope.open()) {
            Schedule schedule = Schedules.of(NOISE, sampler, ScheduleName.NORMAL, 12);
            StepListener listener = (step, steps, x, denoised) -> {
                madeInStepsBefore.addAll(made);
                made.clear();
                reported.subList(0, Math.max(0, reported.size() - 2)).forEach(SamplersTest::assertFreed);
                reported.add(x);
                return reported.add(denoised);
            };
            Tensor x = schedule.initialLatent(noise());
            Tensor end = Sampler.of(sampler).sample(remembering, x, schedule, generator(), listener);
            assertThat(madeInStepsBefore).hasSizeGreaterThanOrEqualTo(24);
            assertThat(end.isFinite()).isTrue();
        }
        madeInStepsBefore.forEach(SamplersTest::assertFreed);
        reported.forEach(SamplersTest::assertFreed);
    }

    @ParameterizedTest
    @EnumSource(SamplerName.class)
    void leavesTheFirstLatentAsItIsAndHandsOutOneOfItsOwn(SamplerName sampler) {
        Tensor end;
        try (Scope scope = Scope.open()) {
            Schedule schedule = Schedules.of(NOISE, sampler, ScheduleName.NORMAL, 3);
            Tensor x = schedule.initialLatent(noise());
            float[] before = x.toFloats();
            Denoiser handsOutItsArgument = (latent, sigma) -> latent;
            end = scope.keep(
                    Sampler.of(sampler).sample(handsOutItsArgument, x, schedule, generator(), StepListener.NONE));
            assertThat(x.toFloats()).containsExactly(before);
        }
        assertThat(end.shape()).isEqualTo(SHAPE);
        assertThat(end.isFinite()).isTrue();
        end.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 7})
    void oneGeneratorEachMakesAPictureIndependentOfItsNeighbours(long seed) {
        try (Scope scope = Scope.open()) {
            List<TorchGenerator> generators = List.of(new TorchGenerator(seed), new TorchGenerator(seed + 1));
            Tensor both = NoiseSource.ofEach(generators).draw(2, 4, 3, 3);
            Tensor alone = NoiseSource.of(new TorchGenerator(seed + 1)).draw(1, 4, 3, 3);
            assertThat(both.narrow(0, 1, 1).toFloats()).containsExactly(alone.toFloats());
        }
        assertThatThrownBy(() -> NoiseSource.ofEach(List.of(new TorchGenerator(seed))).draw(2, 4, 3, 3))
                .hasMessageContaining("batch of 2");
    }

    @ParameterizedTest
    @EnumSource(PredictionType.class)
    void everyPredictionTypeFindsTheCleanLatentAgain(PredictionType type) {
        double sigma = 1.7;
        try (Scope scope = Scope.open()) {
            Tensor clean = noise();
            Tensor added = NoiseSource.of(new TorchGenerator(5)).draw(SHAPE);
            double alpha = 1 / Math.sqrt(sigma * sigma + 1);
            Tensor output = switch (type) {
                case EPSILON -> added;
                case V_PREDICTION -> added.mul(alpha).add(clean, -sigma * alpha);
                case SAMPLE -> clean;
            };
            Tensor found = type.denoised(NoiseSchedule.addNoise(clean, added, sigma), sigma, output);
            assertThat(found.sub(clean).abs().max()).isLessThan(1e-5);
        }
    }

    /**
     * Distance (root mean square) from the exact solution of the probability flow equation, as a part of the spread.
     */
    private static double errorOf(SamplerName sampler, int steps) {
        // Over the whole table, for the last step costs an error of sigma^2.
        Schedule schedule =
                Schedules.of(NOISE, sampler, ScheduleName.KARRAS, steps, SamplingDialect.COMFYUI, false);
        double sigma = schedule.sigma(0);
        Tensor exact = schedule.initialLatent(noise()).mul(SPREAD / Math.sqrt(sigma * sigma + SPREAD * SPREAD));
        return sample(sampler, schedule).sub(exact).square().mean().sqrt().item() / SPREAD;
    }

    private static Tensor sample(SamplerName sampler, int steps) {
        return sample(sampler, Schedules.of(NOISE, sampler, ScheduleName.KARRAS, steps));
    }

    private static Tensor sample(SamplerName sampler, Schedule schedule) {
        return Sampler.of(sampler)
                .sample(IDEAL, schedule.initialLatent(noise()), schedule, generator(), StepListener.NONE);
    }

    private static Tensor noise() {
        return NoiseSource.of(new TorchGenerator(1)).draw(SHAPE);
    }

    private static NoiseSource generator() {
        return NoiseSource.of(new TorchGenerator(2));
    }

    private static void assertFreed(Tensor tensor) {
        assertThatThrownBy(tensor::count).isInstanceOf(NullPointerException.class);
    }
}
