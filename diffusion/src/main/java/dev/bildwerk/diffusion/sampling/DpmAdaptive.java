package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;

/**
 * DPM-Solver-23 with steps of a size that it chooses itself: orders 2 and 3 are compared, and a step on which they do
 * not agree is taken again in smaller ones. Three calls of the denoiser a trial. Of the schedule only the first level
 * counts; as in k-diffusion's {@code sample_dpm_adaptive} it ends at the smallest noise level of the checkpoint and not
 * at none.
 *
 * <p>How many steps there will be is not known: the listener hears after every trial how much of the way in log sigma is
 * done, in the schedule's number of steps.
 *
 * @see <a href="https://arxiv.org/abs/2206.00927">Lu et al. 2022, appendix C</a>
 */
public final class DpmAdaptive {
    private static final double RELATIVE_TOLERANCE = 0.05;
    private static final double ABSOLUTE_TOLERANCE = 0.0078;
    private static final double FIRST_STEP = 0.05;

    /** A trial is taken when the next step would not have to be shorter than this part of it. */
    private static final double ACCEPTED_FACTOR = 0.81;

    /** In log sigma; what is left is no step. */
    private static final double NEARLY_THERE = 1e-5;

    private DpmAdaptive() {}

    /** With eta 0, as the paper. See {@link Sampler#sample}; no noise is drawn. */
    public static Tensor sample(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        return sample(denoiser, x, schedule, noise, listener, false);
    }

    /** With eta 1, as AUTOMATIC1111 calls it. See {@link Sampler#sample}. */
    public static Tensor sampleAncestral(
            Denoiser denoiser, Tensor x, Schedule schedule, NoiseSource noise, StepListener listener) {
        return sample(denoiser, x, schedule, noise, listener, true);
    }

    private static Tensor sample(
            Denoiser denoiser,
            Tensor start,
            Schedule schedule,
            NoiseSource noise,
            StepListener listener,
            boolean ancestral) {
        double end = DpmFast.end(schedule);
        double wholeWay = Math.log(schedule.sigma(0) / end);
        double errorOrder = ancestral ? 1.5 : 3;
        try (Autograd off = Autograd.off();
                Scope all = Scope.open()) {
            Tensor x = start.copy();
            Tensor lowBefore = start.copy();
            double sigma = schedule.sigma(0);
            double h = FIRST_STEP;
            while (Math.log(sigma / end) > NEARLY_THERE) {
                double target = Math.max(end, sigma * Math.exp(-h));
                AncestralStep way = DpmFast.way(sigma, target, end, ancestral);
                try (Scope scope = Scope.open()) {
                    Tensor denoised = denoiser.denoise(x, sigma).copy();
                    DpmSolver solver = new DpmSolver(denoiser, x, denoised, sigma, way.down());
                    Tensor change = solver.changeAtOneThird();
                    Tensor low = solver.secondOrderFromOneThird(change);
                    Tensor high = solver.thirdOrder(change);
                    double factor = stepFactor(error(low, high, lowBefore), errorOrder);
                    h *= factor;
                    if (factor >= ACCEPTED_FACTOR) {
                        x.close();
                        lowBefore.close();
                        x = scope.keep(ancestral ? way.addNoise(high, noise.draw(high.shape())) : high);
                        lowBefore = scope.keep(low);
                        sigma = target;
                    }
                    int done = stepsDone(1 - Math.log(sigma / end) / wholeWay, schedule.size());
                    if (!listener.afterStep(done, schedule.size(), x, denoised)) {
                        throw new SamplingStoppedException(done, schedule.size());
                    }
                }
            }
            return all.keep(x);
        }
    }

    private static int stepsDone(double part, int steps) {
        return Math.clamp((long) (part * steps + NEARLY_THERE), 1, steps);
    }

    /** Root mean square of the difference, as a part of what is tolerated at each value. */
    private static double error(Tensor low, Tensor high, Tensor lowBefore) {
        Tensor a = low.abs();
        Tensor b = lowBefore.abs();
        Tensor larger = a.add(b).addInPlace(a.sub(b).abs(), 1).mulInPlace(RELATIVE_TOLERANCE / 2);
        Tensor tolerated = larger.clamp(ABSOLUTE_TOLERANCE, Float.MAX_VALUE);
        return low.sub(high).div(tolerated).norm() / Math.sqrt(low.count());
    }

    /** How much longer the next step may be; bends towards 1 and below 2.6. */
    private static double stepFactor(double error, double order) {
        double wanted = Math.pow(1 / (error + 1e-8), 1 / order);
        return 1 + Math.atan(wanted - 1);
    }
}
