package dev.bildwerk.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.noise.TorchGenerator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The sums that diffusers' own scheduler tests expect of ten steps over a fixed sample.
 *
 * @see <a href="https://github.com/huggingface/diffusers/tree/main/tests/schedulers">diffusers' scheduler tests</a>
 */
class PublishedSumsTest {
    private static final int STEPS = 10;
    private static final long[] SHAPE = {4, 3, 8, 8};

    @ParameterizedTest
    @CsvSource({
        "EPSILON, 0.0001, true, 172.0067",
        "V_PREDICTION, 0.0001, true, 52.5302",
        "EPSILON, 0.01, true, 149.8295",
        "EPSILON, 0.01, false, 149.0784"
    })
    void ddim(PredictionType prediction, double betaStart, boolean setAlphaToOne, double expectedSum) {
        SchedulerConfig config = new SchedulerConfig(
                1000,
                betaStart,
                0.02,
                BetaSchedule.LINEAR,
                false,
                prediction,
                TimestepSpacing.LEADING,
                0,
                setAlphaToOne);
        Schedule schedule = Schedules.of(NoiseSchedule.of(config), SamplerName.DDIM, ScheduleName.NORMAL, STEPS);
        assertThat(sumOfWholeLoop(schedule, SamplerName.DDIM)).isCloseTo(expectedSum, within(1e-2));
    }

    /**
     * diffusers' test ends at the noise of the first timestep (final_sigmas_type sigma_min), which its pipelines do
     * not.
     */
    @ParameterizedTest
    @CsvSource({"EPSILON, 0.3301", "V_PREDICTION, 0.2251"})
    void dpmPlusPlus2M(PredictionType prediction, double expectedMean) {
        NoiseSchedule noise = NoiseSchedule.of(linspace(1000, prediction));
        Schedule schedule = Schedules.of(noise, SamplerName.DPM_PLUS_PLUS_2M, ScheduleName.NORMAL, STEPS);
        double end = noise.smallestSigma();
        double sum = sumOfWholeLoop(endingAt(end, schedule), SamplerName.DPM_PLUS_PLUS_2M);
        assertThat(sum / Math.sqrt(end * end + 1) / 768).isCloseTo(expectedMean, within(1e-4));
    }

    private static Schedule endingAt(double sigma, Schedule schedule) {
        List<Step> steps = new ArrayList<>(schedule.steps());
        Step last = steps.removeLast();
        steps.add(new Step(last.timestep(), last.sigma(), sigma));
        return new Schedule(steps, schedule.initialNoiseScale(), schedule.noiseSchedule());
    }

    @ParameterizedTest
    @CsvSource({
        "EULER, NORMAL, EPSILON, 10.0807",
        "EULER, NORMAL, V_PREDICTION, 0.0002",
        "EULER, KARRAS, EPSILON, 124.523",
        "EULER_ANCESTRAL, NORMAL, EPSILON, 152.3192",
        "EULER_ANCESTRAL, NORMAL, V_PREDICTION, 108.4439"
    })
    void euler(SamplerName sampler, ScheduleName name, PredictionType prediction, double expectedSum) {
        NoiseSchedule noise = NoiseSchedule.of(linspace(1100, prediction));
        assertThat(sumOfScaledSteps(Schedules.of(noise, sampler, name, STEPS), Sampler.of(sampler)))
                .isCloseTo(expectedSum, within(1e-2));
    }

    /** diffusers' default UniPC: order 2, bh2; its test too ends at the noise of the last step's timestep. */
    @ParameterizedTest
    @CsvSource({
        "NORMAL, EPSILON, 0.2464", "KARRAS, EPSILON, 0.2925", "NORMAL, V_PREDICTION, 0.1014",
        "KARRAS, V_PREDICTION, 0.1966"
    })
    void uniPc(ScheduleName name, PredictionType prediction, double expectedMean) {
        NoiseSchedule noise = NoiseSchedule.of(linspace(1000, prediction));
        Schedule schedule = Schedules.of(noise, SamplerName.UNI_PC, name, STEPS);
        double end = name == ScheduleName.KARRAS ? schedule.sigma(STEPS - 1) : noise.smallestSigma();
        assertThat(sumOfWholeLoop(endingAt(end, schedule), SamplerName.UNI_PC) / Math.sqrt(end * end + 1) / 768)
                .isCloseTo(expectedMean, within(5e-4));
    }

    /** All thousand steps, and the clean latent clipped to [-1, 1] as diffusers' test has it. */
    @ParameterizedTest
    @CsvSource({"EPSILON, 258.9606", "V_PREDICTION, 202.0296"})
    void ddpm(PredictionType prediction, double expectedSum) {
        Schedule schedule = leading(prediction, SamplerName.DDPM, 1000);
        Denoiser model = AnalyticModel.RATIO.under(schedule);
        NoiseSource noise = NoiseSource.of(new TorchGenerator(0));
        assertThat(sumOfWholeLoop(schedule, SamplerName.DDPM, (x, sigma) -> model.denoise(x, sigma).clamp(-1, 1), noise))
                .isCloseTo(expectedSum, within(1e-2));
    }

    @Test
    void pndm() {
        Schedule schedule = leading(PredictionType.EPSILON, SamplerName.PNDM, STEPS);
        assertThat(sumOfWholeLoop(schedule, SamplerName.PNDM)).isCloseTo(198.1318, within(1e-2));
    }

    @ParameterizedTest
    @CsvSource({"1, 18.7097", "10, 197.7616"})
    void lcm(int steps, double expectedSum) {
        Schedule schedule = Schedules.of(
                NoiseSchedule.of(SchedulerConfig.STABLE_DIFFUSION_1), SamplerName.LCM, ScheduleName.NORMAL, steps);
        assertThat(sumOfWholeLoop(
                        schedule,
                        SamplerName.LCM,
                        AnalyticModel.RATIO.under(schedule),
                        NoiseSource.of(new TorchGenerator(0))))
                .isCloseTo(expectedSum, within(1e-2));
    }

    /** As the Euler tests these hand the scaled sample on; a second call within a step scales its own input only. */
    @ParameterizedTest
    @CsvSource({"LMS, EPSILON, 1006.388", "LMS, V_PREDICTION, 0.0017", "DPM2, EPSILON, 20.4125"})
    void scaledInPlace(SamplerName sampler, PredictionType prediction, double expectedSum) {
        NoiseSchedule noise = NoiseSchedule.of(linspace(1100, prediction));
        Schedule schedule = Schedules.of(noise, sampler, ScheduleName.NORMAL, STEPS);
        Denoiser scaling = (x, sigma) -> {
            boolean beginsAStep = schedule.steps().stream().anyMatch(step -> step.sigma() == sigma);
            double timestep = schedule.timestep(sigma);
            Tensor input = x.mul(1 / Math.sqrt(sigma * sigma + 1));
            if (beginsAStep) {
                x.copyInPlace(input);
            }
            return prediction.denoised(x, sigma, input.mul(timestep / (timestep + 1)));
        };
        assertThat(sumOfWholeLoop(schedule, sampler, scaling, noNoise())).isCloseTo(expectedSum, within(1e-2));
    }

    private static Schedule leading(PredictionType prediction, SamplerName sampler, int steps) {
        SchedulerConfig config = new SchedulerConfig(
                1000,
                0.0001,
                0.02,
                BetaSchedule.LINEAR,
                false,
                prediction,
                TimestepSpacing.LEADING,
                0,
                false);
        return Schedules.of(NoiseSchedule.of(config), sampler, ScheduleName.NORMAL, steps);
    }

    private static SchedulerConfig linspace(int trainTimesteps, PredictionType prediction) {
        return new SchedulerConfig(
                trainTimesteps,
                0.0001,
                0.02,
                BetaSchedule.LINEAR,
                false,
                prediction,
                TimestepSpacing.LINSPACE,
                0,
                true);
    }

    private static double sumOfWholeLoop(Schedule schedule, SamplerName sampler) {
        return sumOfWholeLoop(schedule, sampler, AnalyticModel.RATIO.under(schedule), noNoise());
    }

    private static double sumOfWholeLoop(
            Schedule schedule, SamplerName sampler, Denoiser denoiser, NoiseSource noise) {
        try (Scope scope = Scope.open()) {
            Tensor x = schedule.initialLatent(Tensor.of(sample(), SHAPE));
            return Sampler.of(sampler)
                    .sample(denoiser, x, schedule, noise, StepListener.NONE)
                    .abs()
                    .sum()
                    .item();
        }
    }

    /**
     * diffusers' tests of the Euler schedulers hand the sample that was scaled for the model on to the step, so that it
     * is divided by sqrt(sigma^2 + 1) at every step; their sums come out of that only.
     */
    private static double sumOfScaledSteps(Schedule schedule, Sampler sampler) {
        NoiseSource noise = NoiseSource.of(new TorchGenerator(0));
        PredictionType prediction = schedule.noiseSchedule().config().predictionType();
        float[][] x = new float[1][];
        try (Scope scope = Scope.open()) {
            x[0] = schedule.initialLatent(Tensor.of(sample(), SHAPE)).toFloats();
            for (int i = 0; i < schedule.size(); i++) {
                Tensor scaled = PredictionType.modelInput(Tensor.of(x[0], SHAPE), schedule.sigma(i));
                Denoiser denoiser = (latent, sigma) -> {
                    double timestep = schedule.timestep(sigma);
                    return prediction.denoised(latent, sigma, latent.mul(timestep / (timestep + 1)));
                };
                StepListener onlyOneStep = (step, steps, latent, denoised) -> {
                    x[0] = latent.toFloats();
                    return false;
                };
                Schedule rest = schedule.startingAt(i);
                assertThat(catchThrowableOfType(
                                SamplingStoppedException.class,
                                () -> sampler.sample(denoiser, scaled, rest, noise, onlyOneStep)))
                        .isNotNull();
            }
        }
        double sum = 0;
        for (float value : x[0]) {
            sum += Math.abs(value);
        }
        return sum;
    }

    private static NoiseSource noNoise() {
        return shape -> {
            throw new AssertionError("This sampler draws no noise.");
        };
    }

    /** {@code arange(768) / 768} as [3, 8, 8, 4], its last dimension moved to the front. */
    private static float[] sample() {
        float[] values = new float[768];
        for (int i = 0; i < values.length; i++) {
            values[i % 4 * 192 + i / 4] = i / 768f;
        }
        return values;
    }
}
