package dev.bildwerk.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulesTest {
    private static final NoiseSchedule SD = NoiseSchedule.of(SchedulerConfig.STABLE_DIFFUSION_1);
    private static final NoiseSchedule ZERO_SNR = NoiseSchedule.of(zeroSnr());
    private static final int[] STEP_COUNTS = {1, 2, 3, 7, 20, 28, 50, 333, 1000};

    /** One of each kind. */
    private static final Set<SamplerName> SAMPLERS = EnumSet.of(
            SamplerName.EULER, SamplerName.DDIM, SamplerName.PLMS, SamplerName.DPM_PLUS_PLUS_2M, SamplerName.LCM,
            SamplerName.TCD);

    private static final List<Schedule> ALL = all();

    private static List<Schedule> all() {
        List<Schedule> schedules = new ArrayList<>();
        for (TimestepSpacing spacing : TimestepSpacing.values()) {
            for (SchedulerConfig config : List.of(SchedulerConfig.STABLE_DIFFUSION_1, zeroSnr())) {
                NoiseSchedule noise = NoiseSchedule.of(config.withTimestepSpacing(spacing));
                for (SamplerName sampler : SAMPLERS) {
                    for (ScheduleName name : ScheduleName.values()) {
                        for (int steps : STEP_COUNTS) {
                            schedules.add(Schedules.of(noise, sampler, name, steps));
                        }
                    }
                }
            }
        }
        return schedules;
    }

    @Test
    void noiseFallsToNothingInAsManyStepsAsAsked() {
        for (Schedule schedule : ALL) {
            double[] sigmas = schedule.sigmas();
            assertThat(sigmas).hasSize(schedule.size() + 1);
            assertThat(sigmas[schedule.size()]).isZero();
            for (int i = 0; i < schedule.size(); i++) {
                assertThat(sigmas[i]).isPositive().isFinite().isGreaterThanOrEqualTo(sigmas[i + 1]);
            }
            assertThat(schedule.initialNoiseScale()).isBetween(sigmas[0], sigmas[0] + 1);
        }
    }

    @Test
    void timestepsFallWithinTheTable() {
        for (Schedule schedule : ALL) {
            double[] timesteps = schedule.timesteps();
            for (int i = 0; i < timesteps.length; i++) {
                assertThat(timesteps[i]).isBetween(0.0, 999.0);
                if (i > 0) {
                    assertThat(timesteps[i]).isLessThanOrEqualTo(timesteps[i - 1]);
                }
            }
        }
    }

    @Test
    void onlySamplersOfTimestepsAimBesideTheNextStep() {
        for (Schedule schedule : ALL) {
            for (int i = 0; i < schedule.size(); i++) {
                Step step = schedule.steps().get(i);
                assertThat(step.targetSigma()).isBetween(0.0, step.sigma());
            }
        }
        EnumSet<SamplerName> timesteps =
                EnumSet.of(SamplerName.DDIM, SamplerName.PNDM, SamplerName.PLMS, SamplerName.TCD);
        for (SamplerName sampler : EnumSet.complementOf(timesteps)) {
            Schedule schedule = Schedules.of(SD, sampler, ScheduleName.NORMAL, 28);
            for (int i = 0; i < schedule.size(); i++) {
                assertThat(schedule.steps().get(i).targetSigma()).isEqualTo(schedule.sigma(i + 1));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SamplerName.class)
    void uniformRunsFromTheLastTimestepInEvenSteps(SamplerName sampler) {
        double[] timesteps = Schedules.of(SD, sampler, ScheduleName.UNIFORM, 4).timesteps();
        assertThat(timesteps).containsExactly(999, 749, 499, 249);
    }

    @Test
    void normalKeepsToTheCheckpointsSpacing() {
        assertThat(Schedules.of(SD, SamplerName.DDIM, ScheduleName.NORMAL, 5).timesteps())
                .containsExactly(801, 601, 401, 201, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001})
    void refusesAStepCountThatTheCheckpointHasNot(int steps) {
        assertThatThrownBy(() -> Schedules.of(SD, SamplerName.EULER, ScheduleName.NORMAL, steps))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 1000");
    }

    @Test
    void sigmasOfStableDiffusionAreThePublishedOnes() {
        assertThat(SD.smallestSigma()).isCloseTo(0.0292, within(5e-5));
        assertThat(SD.largestSigma()).isCloseTo(14.6146, within(5e-5));
    }

    @Test
    void zeroTerminalSnrStaysFinite() {
        assertThat(ZERO_SNR.alphaBar(999)).isEqualTo(Math.pow(2, -24));
        assertThat(ZERO_SNR.largestSigma()).isCloseTo(4096, within(1e-3));
        assertThat(ZERO_SNR.sigma(998)).isLessThan(2000);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "500, 500", "999, 999"})
    void theTimestepOfASigmaIsTheOneItCameFrom(int timestep, double expected) {
        for (NoiseSchedule noise : List.of(SD, ZERO_SNR)) {
            assertThat(noise.timestep(noise.sigma(timestep))).isCloseTo(expected, within(1e-3));
        }
    }

    @Test
    void sigmasOutsideOfTheTableAreTheFirstAndTheLastTimestep() {
        assertThat(SD.timestep(0)).isZero();
        assertThat(SD.timestep(1e-4)).isZero();
        assertThat(SD.timestep(80)).isEqualTo(999);
        assertThat(SD.sigma(1000)).isEqualTo(SD.largestSigma());
    }

    @Test
    void aScheduleKnowsTheTimestepBetweenItsSteps() {
        Schedule schedule = Schedules.of(SD, SamplerName.DPM_PLUS_PLUS_2M, ScheduleName.KARRAS, 10);
        assertThat(schedule.timestep(schedule.sigma(1))).isEqualTo(916);
        assertThat(schedule.timestep(SD.sigma(640))).isCloseTo(640, within(1e-3));
    }

    @Test
    void refusesConfigurationsThatAreNone() {
        assertThatThrownBy(() -> BetaSchedule.named("cosine")).hasMessageContaining("squaredcos_cap_v2");
        assertThatThrownBy(() -> PredictionType.named("flow")).hasMessageContaining("v_prediction");
        assertThatThrownBy(() -> TimestepSpacing.named("")).hasMessageContaining("trailing");
        assertThatThrownBy(() -> config(1, 0.1, 0.2, 0)).hasMessageContaining("num_train_timesteps");
        assertThatThrownBy(() -> config(1000, 0.2, 0.1, 0)).hasMessageContaining("beta_start");
        assertThatThrownBy(() -> config(1000, Double.NaN, 0.1, 0)).hasMessageContaining("beta_start");
        assertThatThrownBy(() -> config(1000, 0.1, 0.2, 1000)).hasMessageContaining("steps_offset");
    }

    private static SchedulerConfig config(int trainTimesteps, double betaStart, double betaEnd, int stepsOffset) {
        return new SchedulerConfig(
                trainTimesteps,
                betaStart,
                betaEnd,
                BetaSchedule.LINEAR,
                false,
                PredictionType.EPSILON,
                TimestepSpacing.LEADING,
                stepsOffset,
                true);
    }

    private static SchedulerConfig zeroSnr() {
        return new SchedulerConfig(
                1000,
                0.00085,
                0.012,
                BetaSchedule.SQUARED_COSINE,
                true,
                PredictionType.V_PREDICTION,
                TimestepSpacing.TRAILING,
                0,
                true);
    }
}
