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
    @EnumSource(SamplerName.class)
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
    @EnumSource(SamplerName.class)
    void aThousandStepsComeToAPictureOfTheWorld(SamplerName sampler) {
        try (Scope scope = Scope.open()) {
            Tensor picture = sample(sampler, 1000);
            assertThat(picture.isFinite()).isTrue();
            assertThat(Math.sqrt(picture.square().mean().item())).isCloseTo(SPREAD, within(0.03));
        }
    }

    @ParameterizedTest
    @CsvSource({"EULER, 1000, 0.005", "DDIM, 1000, 0.005", "DPM_PLUS_PLUS_2M, 50, 0.002"})
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
        AtomicInteger calls = new AtomicInteger();
        Denoiser counting = (x, sigma) -> {
            calls.incrementAndGet();
            return IDEAL.denoise(x, sigma);
        };
        try (Scope scope = Scope.open()) {
            Schedule schedule = Schedules.of(NOISE, sampler, ScheduleName.NORMAL, 20);
            Tensor x = schedule.initialLatent(noise());
            assertThatThrownBy(() -> Sampler.of(sampler)
                            .sample(counting, x, schedule, generator(), (step, steps, latent, denoised) -> step < 3))
                    .isInstanceOf(SamplingStoppedException.class)
                    .hasMessageContaining("step 3 of 20");
            assertThat(calls).hasValue(3);
        }
    }

    @ParameterizedTest
    @EnumSource(SamplerName.class)
    void reportsEveryStepInTurn(SamplerName sampler) {
        List<Integer> reported = new ArrayList<>();
        try (Scope scope = Scope.open()) {
            Schedule schedule = Schedules.of(NOISE, sampler, ScheduleName.KARRAS, 5);
            StepListener listener = (step, steps, x, denoised) -> {
                assertThat(steps).isEqualTo(5);
                assertThat(denoised.shape()).isEqualTo(SHAPE);
                return reported.add(step);
            };
            Sampler.of(sampler).sample(IDEAL, schedule.initialLatent(noise()), schedule, generator(), listener);
        }
        assertThat(reported).containsExactly(1, 2, 3, 4, 5);
    }

    @ParameterizedTest
    @EnumSource(SamplerName.class)
    void holdsNoTensorOfAStepLongerThanTheNextOne(SamplerName sampler) {
        List<Tensor> made = new ArrayList<>();
        List<Tensor> reported = new ArrayList<>();
        Denoiser remembering = (x, sigma) -> {
            made.forEach(SamplersTest::assertFreed);
            made.add(x.mul(2));
            made.add(IDEAL.denoise(x, sigma));
            return made.getLast();
        };
        try (Scope scope = Scope.open()) {
            Schedule schedule = Schedules.of(NOISE, sampler, ScheduleName.NORMAL, 12);
            StepListener listener = (step, steps, x, denoised) -> {
                reported.subList(0, Math.max(0, reported.size() - 2)).forEach(SamplersTest::assertFreed);
                reported.add(x);
                return reported.add(denoised);
            };
            Tensor x = schedule.initialLatent(noise());
            Tensor end = Sampler.of(sampler).sample(remembering, x, schedule, generator(), listener);
            assertThat(made).hasSize(24);
            assertThat(end.isFinite()).isTrue();
        }
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
        Schedule schedule = Schedules.of(NOISE, sampler, ScheduleName.KARRAS, steps);
        double sigma = schedule.sigma(0);
        Tensor exact = schedule.initialLatent(noise()).mul(SPREAD / Math.sqrt(sigma * sigma + SPREAD * SPREAD));
        return sample(sampler, steps).sub(exact).square().mean().sqrt().item() / SPREAD;
    }

    private static Tensor sample(SamplerName sampler, int steps) {
        Schedule schedule = Schedules.of(NOISE, sampler, ScheduleName.KARRAS, steps);
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
