package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/** Noise for the way from one noise level down to another, as samplers of a stochastic differential equation ask for. */
@FunctionalInterface
public interface IntervalNoise {
    /**
     * @param sigma where the way begins
     * @param target where it ends, above 0 and below sigma
     * @return standard normal numbers in F32, {@code [batch, channels, height, width]}
     */
    Tensor between(double sigma, double target);

    /** Over all levels of a schedule. */
    static IntervalNoise of(NoiseSource noise, Schedule schedule, Tensor x) {
        int last = schedule.size() - 1;
        double end = schedule.steps().get(last).targetSigma();
        double smallest = end > 0 ? end : schedule.sigma(last);
        return noise.intervals(smallest, schedule.sigma(0), x.shape());
    }
}
