package dev.bildwerk.training.run;

/**
 * Rises over the first steps, stays, and falls to nothing over the last part of a run. Until the fall begins it does not
 * depend on the run's length, so that a run may be made longer or shorter while it is going.
 *
 * @param peak the rate between rise and fall
 * @param warmup steps of the rise
 * @param decayShare part of all steps over which it falls, 0 to 1
 */
public record LearningRate(double peak, long warmup, double decayShare) {

    public double at(long step, long steps) {
        double rise = Math.min(1, (step + 1.0) / (warmup + 1));
        double fallBegins = steps * (1 - decayShare);
        double fall = step < fallBegins ? 1 : (steps - step) / (steps - fallBegins);
        return peak * rise * Math.max(fall, 0.01);
    }
}
