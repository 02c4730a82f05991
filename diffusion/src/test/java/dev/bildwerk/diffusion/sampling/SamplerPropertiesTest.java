package dev.bildwerk.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.noise.TorchGenerator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every sampler with every schedule. */
class SamplerPropertiesTest {
    private static final long[] SHAPE = {1, 4, 2, 2};
    private static final int[] STEP_COUNTS = {1, 2, 3, 7, 20};

    private static final List<NoiseSchedule> CHECKPOINTS = List.of(
            NoiseSchedule.of(config(BetaSchedule.SCALED_LINEAR, false)),
            NoiseSchedule.of(config(BetaSchedule.SQUARED_COSINE, true)));

    @ParameterizedTest
    @EnumSource(SamplerName.class)
    void findsTheLatentThatTheDenoiserAlwaysSays(SamplerName sampler) {
        try (Scope scope = Scope.open()) {
            Tensor clean = normal(3);
            forEverySchedule(sampler, schedule -> {
                Tensor start = schedule.initialLatent(normal(1));
                Tensor end = Sampler.of(sampler)
                        .sample((x, sigma) -> clean, start, schedule, generator(), StepListener.NONE);
                Tensor expected = switch (sampler) {
                    case DPM_FAST, DPM_ADAPTIVE ->
                        SamplingLoop.lowerNoise(start, clean, schedule.sigma(0), DpmFast.end(schedule));
                    default -> clean;
                };
                assertThat(end.sub(expected).abs().max()).isLessThan(tolerance(sampler, schedule));
            });
        }
    }

    @ParameterizedTest
    @EnumSource(SamplerName.class)
    void staysFiniteAndLeavesItsStartAsItIs(SamplerName sampler) {
        try (Scope scope = Scope.open()) {
            forEverySchedule(sampler, schedule -> {
                Tensor start = schedule.initialLatent(normal(1));
                float[] before = start.toFloats();
                Tensor end = sample(sampler, schedule, start);
                assertThat(end.isFinite()).isTrue();
                assertThat(end.shape()).isEqualTo(SHAPE);
                assertThat(start.toFloats()).containsExactly(before);
            });
        }
    }

    /** In a world where pictures are normal numbers with a spread of a half. */
    @ParameterizedTest
    @EnumSource(names = {"HEUN", "DPM2", "DPM2_ANCESTRAL", "PNDM", "PLMS", "RESTART"})
    void slopesAtTheEndOfAStepFromPureNoiseAreNotTrusted(SamplerName sampler) {
        try (Scope scope = Scope.open()) {
            Schedule schedule = Schedules.of(CHECKPOINTS.getLast(), sampler, ScheduleName.UNIFORM, 19);
            Tensor start = schedule.initialLatent(NoiseSource.of(new TorchGenerator(1)).draw(1, 4, 32, 32));
            // It also takes the picture for another one as soon as there is less noise than any.
            Denoiser ideal = (x, sigma) -> x.mul(0.25 / (sigma * sigma + 0.25)).add(sigma < 1000 ? 0.3 : 0);
            Tensor end = Sampler.of(sampler).sample(ideal, start, schedule, generator(), StepListener.NONE);
            assertThat(end.abs().max()).isLessThan(4);
        }
    }

    @ParameterizedTest
    @EnumSource(SamplerName.class)
    void theSameSeedGivesTheSameLatent(SamplerName sampler) {
        try (Scope scope = Scope.open()) {
            Schedule schedule = Schedules.of(CHECKPOINTS.getFirst(), sampler, ScheduleName.KARRAS, 20);
            Tensor start = schedule.initialLatent(normal(1));
            assertThat(sample(sampler, schedule, start).toFloats())
                    .containsExactly(sample(sampler, schedule, start).toFloats());
        }
    }

    @ParameterizedTest
    @EnumSource(OtherProgram.class)
    void otherProgramsSchedulesFallToo(OtherProgram pair) {
        for (SamplerName sampler : SamplerName.values()) {
            for (ScheduleName name : ScheduleName.values()) {
                for (int steps : STEP_COUNTS) {
                    Schedule schedule =
                            Schedules.of(CHECKPOINTS.getFirst(), sampler, name, steps, pair.dialect, pair.xl);
                    assertThat(schedule.sigma(0)).isGreaterThan(schedule.sigma(schedule.size()));
                    assertThat(schedule.initialNoiseScale())
                            .isBetween(schedule.sigma(0), schedule.sigma(0) + 1);
                }
            }
        }
    }

    enum OtherProgram {
        A1111(SamplingDialect.A1111, false),
        A1111_XL(SamplingDialect.A1111, true),
        COMFYUI(SamplingDialect.COMFYUI, false);

        private final SamplingDialect dialect;
        private final boolean xl;

        OtherProgram(SamplingDialect dialect, boolean xl) {
            this.dialect = dialect;
            this.xl = xl;
        }
    }

    @FunctionalInterface
    private interface Check {
        void holdsFor(Schedule schedule);
    }

    private static void forEverySchedule(SamplerName sampler, Check check) {
        for (NoiseSchedule noise : CHECKPOINTS) {
            for (ScheduleName name : ScheduleName.values()) {
                for (int steps : STEP_COUNTS) {
                    try (Scope scope = Scope.open()) {
                        check.holdsFor(Schedules.of(noise, sampler, name, steps));
                    } catch (AssertionError e) {
                        throw new AssertionError("%s, %d steps, from %s"
                                .formatted(name, steps, noise.largestSigma()), e);
                    }
                }
            }
        }
    }

    private static double tolerance(SamplerName sampler, Schedule schedule) {
        // Their weights are those of even steps: slopes with the rounding of little noise count for wide steps.
        double rounding = sampler == SamplerName.PNDM || sampler == SamplerName.PLMS ? 2e-3 : 1e-4;
        return jumps(schedule) ? 0.1 : rounding;
    }

    /** Whether a step aims beside the next one, as diffusers' DDIM and PNDM do when the timesteps do not divide. */
    private static boolean jumps(Schedule schedule) {
        for (int i = 0; i < schedule.size(); i++) {
            if (schedule.steps().get(i).targetSigma() != schedule.sigma(i + 1)) {
                return true;
            }
        }
        return false;
    }

    private static Tensor sample(SamplerName sampler, Schedule schedule, Tensor start) {
        Denoiser bending = (x, sigma) -> x.mul(0.25 / (sigma * sigma + 0.25))
                .add(x.mul(3 / Math.sqrt(sigma * sigma + 1)).sin(), 0.1);
        return Sampler.of(sampler).sample(bending, start, schedule, generator(), StepListener.NONE);
    }

    private static Tensor normal(long seed) {
        return NoiseSource.of(new TorchGenerator(seed)).draw(SHAPE);
    }

    private static NoiseSource generator() {
        return NoiseSource.of(new TorchGenerator(2));
    }

    private static SchedulerConfig config(BetaSchedule betas, boolean zeroSnr) {
        return new SchedulerConfig(
                1000,
                0.00085,
                0.012,
                betas,
                zeroSnr,
                PredictionType.V_PREDICTION,
                TimestepSpacing.TRAILING,
                0,
                true);
    }
}
