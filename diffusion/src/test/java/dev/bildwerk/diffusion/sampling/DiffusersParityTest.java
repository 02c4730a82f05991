package dev.bildwerk.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.noise.TorchGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds schedules and whole trajectories to what diffusers' schedulers computed. */
class DiffusersParityTest {
    private static final long[] SHAPE = {1, 4, 8, 8};
    private static final int STEP_SEED = 7;

    static List<SamplerCase> trajectories() {
        return SamplerCase.all("trajectory");
    }

    static List<SamplerCase> addedNoise() {
        return SamplerCase.all("added-noise");
    }

    @ParameterizedTest
    @MethodSource("trajectories")
    void takesTheSameTimestepsAndSigmas(SamplerCase one) {
        Schedule schedule = schedule(one);
        assertClose(schedule.timesteps(), one.numbers("timesteps"), 1e-6);
        if (one.hasSigmas()) {
            assertClose(schedule.sigmas(), one.numbers("sigmas"), 1e-6);
        }
    }

    @ParameterizedTest
    @MethodSource("trajectories")
    void followsTheSameTrajectory(SamplerCase one) {
        Schedule schedule = schedule(one);
        float[] expected = one.expected();
        List<float[]> latents = new ArrayList<>();
        try (Scope scope = Scope.open()) {
            Tensor start = schedule.initialLatent(Tensor.of(one.noiseTensor(), SHAPE));
            latents.add(inDiffusersScaling(one, schedule, 0, start));
            Tensor end = Sampler.of(one.sampler())
                    .sample(
                            one.model().under(schedule),
                            start,
                            schedule,
                            NoiseSource.of(new TorchGenerator(STEP_SEED)),
                            (step, steps, x, denoised) ->
                                    latents.add(inDiffusersScaling(one, schedule, step, x)));
            assertThat(end.toFloats()).containsExactly(latents.getLast());
        }
        assertThat(latents).hasSize(one.steps() + 1);
        int size = latents.getFirst().length;
        double worst = 0;
        for (int step = 0; step < latents.size(); step++) {
            float[] row = Arrays.copyOfRange(expected, step * size, (step + 1) * size);
            worst = Math.max(worst, Differences.relative(latents.get(step), row));
        }
        assertThat(worst).isLessThan(tolerance(one));
    }

    @ParameterizedTest
    @MethodSource("addedNoise")
    void addsTheSameNoiseToAPicture(SamplerCase one) {
        Schedule schedule = schedule(one).startingAt(one.row().get("index").asInt());
        float[] picture = new float[256];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = (float) Math.tanh(-2 + 4.0 * i / (picture.length - 1));
        }
        try (Scope scope = Scope.open()) {
            Tensor noise = Tensor.of(one.noiseTensor(), SHAPE);
            Tensor start = schedule.initialLatent(Tensor.of(picture, SHAPE), noise);
            assertThat(schedule.timesteps()[0]).isEqualTo(one.row().get("timestep").asDouble());
            assertThat(Differences.relative(inDiffusersScaling(one, schedule, 0, start), one.expected()))
                    .isLessThan(1e-5);
        }
    }

    /** From sigma 4096 the reference subtracts numbers of that size in 32-bit floats; in doubles it agrees with us. */
    private static double tolerance(SamplerCase one) {
        boolean cancels = one.noise().config().rescaleBetasZeroSnr() && !one.variancePreserving();
        return cancels ? 2e-4 : 1e-5;
    }

    private static Schedule schedule(SamplerCase one) {
        return Schedules.of(one.noise(), one.sampler(), one.schedule(), one.steps());
    }

    private static float[] inDiffusersScaling(SamplerCase one, Schedule schedule, int step, Tensor x) {
        return one.variancePreserving()
                ? PredictionType.modelInput(x, schedule.sigma(step)).toFloats()
                : x.toFloats();
    }

    private static void assertClose(double[] actual, double[] expected, double relative) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(relative * Math.abs(expected[i])));
        }
    }
}
