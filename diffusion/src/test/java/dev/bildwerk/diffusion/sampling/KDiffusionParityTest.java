package dev.bildwerk.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.noise.TorchGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds samplers, Brownian paths and noise levels to k-diffusion's and the published formulas. */
class KDiffusionParityTest {
    private static final long[] SHAPE = {1, 4, 4, 4};
    private static final int STEP_SEED = 7;
    private static final float START = 14.6f;
    private static final NoiseSchedule NOISE = NoiseSchedule.of(SchedulerConfig.STABLE_DIFFUSION_1);

    static List<SamplerCase> trajectories() {
        return SamplerCase.more("k-trajectory");
    }

    static List<SamplerCase> ends() {
        return SamplerCase.more("k-end");
    }

    static List<SamplerCase> paths() {
        return SamplerCase.more("brownian");
    }

    static List<SamplerCase> pathEnds() {
        return SamplerCase.more("brownian-end");
    }

    static List<SamplerCase> schedules() {
        return SamplerCase.more("schedule");
    }

    @ParameterizedTest
    @MethodSource("trajectories")
    void followsTheSameTrajectory(SamplerCase one) {
        List<float[]> latents = new ArrayList<>();
        sample(Sampler.of(one.sampler()), one, schedule(one.numbers("sigmas")), drawing(), latents);
        float[] expected = one.expected();
        int rows = expected.length / 64;
        double worst = 0;
        for (int row = 0; row < rows; row++) {
            float[] latent = latents.get(latents.size() - rows + row);
            worst = Math.max(
                    worst, Differences.relative(latent, Arrays.copyOfRange(expected, row * 64, row * 64 + 64)));
        }
        assertThat(worst).isLessThan(1e-5);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void dpmSolverEndsAtTheSameLatent(SamplerCase one) {
        boolean ancestral = one.row().get("eta").asInt() == 1;
        Sampler sampler =
                Sampler.of(one.sampler(), ancestral ? SamplingDialect.A1111 : SamplingDialect.DIFFUSERS);
        double[] sigmas = new double[one.steps() + 1];
        Arrays.fill(sigmas, 0, one.steps(), START);
        List<float[]> latents = new ArrayList<>();
        sample(sampler, one, schedule(sigmas), drawing(), latents);
        double difference = Differences.relative(latents.getLast(), one.expected());
        assertThat(difference).isLessThan(1e-5);
    }

    @ParameterizedTest
    @MethodSource("paths")
    void drawsTheSameBrownianPath(SamplerCase one) {
        double smallest = one.row().get("smallest").asDouble();
        double largest = one.row().get("largest").asDouble();
        float[] expected = one.expected();
        try (Scope scope = Scope.open()) {
            IntervalNoise path =
                    NoiseSource.seeded(one.row().get("seed").asLong()).intervals(smallest, largest, SHAPE);
            for (int i = 0; i < one.row().get("ways").size(); i++) {
                float from = (float) one.row().get("ways").get(i).get(0).asDouble();
                float to = (float) one.row().get("ways").get(i).get(1).asDouble();
                double difference = Differences.relative(
                        path.between(from, to).toFloats(), Arrays.copyOfRange(expected, i * 64, i * 64 + 64));
                assertThat(difference).isLessThan(1e-4);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pathEnds")
    void samplesOverTheSameBrownianPath(SamplerCase one) {
        List<float[]> latents = new ArrayList<>();
        NoiseSource noise = NoiseSource.seeded(one.row().get("seed").asLong());
        sample(Sampler.of(one.sampler()), one, schedule(one.numbers("sigmas")), noise, latents);
        double difference = Differences.relative(latents.getLast(), one.expected());
        assertThat(difference).isLessThan(1e-4);
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void stopsAtTheSameNoiseLevels(SamplerCase one) {
        String dialect = one.row().get("dialect").asText();
        Schedule schedule = Schedules.of(
                NOISE,
                SamplerName.EULER,
                one.schedule(),
                one.steps(),
                dialect.startsWith("comfyui") ? SamplingDialect.COMFYUI : SamplingDialect.A1111,
                dialect.endsWith("-xl"));
        double[] expected = one.numbers("sigmas");
        double[] sigmas = schedule.sigmas();
        sigmas[schedule.size()] = schedule.steps().getLast().targetSigma();
        assertThat(sigmas).hasSameSizeAs(expected);
        double worst = 0;
        for (int i = 0; i < sigmas.length; i++) {
            worst = Math.max(worst, Math.abs(sigmas[i] - expected[i]) / Math.max(expected[i], 1e-3));
        }
        assertThat(worst).isLessThan(1e-5);
    }

    private static void sample(
            Sampler sampler, SamplerCase one, Schedule schedule, NoiseSource noise, List<float[]> latents) {
        try (Scope scope = Scope.open()) {
            Tensor start = Tensor.of(one.noiseTensor(), SHAPE).mul(schedule.sigma(0));
            latents.add(start.toFloats());
            sampler.sample(
                    KDiffusionParityTest::bend,
                    start,
                    schedule,
                    noise,
                    (step, steps, x, denoised) -> latents.add(x.toFloats()));
        }
    }

    /** The denoiser of the fixtures. */
    private static Tensor bend(Tensor x, double sigma) {
        double variance = sigma * sigma;
        return x.mul(0.25 / (variance + 0.25)).add(x.mul(3 / Math.sqrt(variance + 1)).sin(), 0.1);
    }

    private static NoiseSource drawing() {
        NoiseSource source = NoiseSource.of(new TorchGenerator(STEP_SEED));
        return source::draw;
    }

    private static Schedule schedule(double[] sigmas) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i + 1 < sigmas.length; i++) {
            steps.add(new Step(0, (float) sigmas[i], (float) sigmas[i + 1]));
        }
        return new Schedule(steps, steps.getFirst().sigma(), NOISE);
    }
}
