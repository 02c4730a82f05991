package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;
import java.util.List;

/**
 * The noise levels that a sampler passes, from the noisiest to none, and the timesteps that the model is told there.
 *
 * @param steps in the order they are taken, at least one
 * @param initialNoiseScale what the first standard normal noise is multiplied by
 * @param noiseSchedule of the checkpoint, for noise levels between those of the steps
 * @param wholeTimesteps whether the model is told the nearest whole timestep at such levels, as ComfyUI does
 * @param end noise that the last step leaves; above 0 where another schedule goes on
 */
public record Schedule(
        List<Step> steps, double initialNoiseScale, NoiseSchedule noiseSchedule, boolean wholeTimesteps, double end) {
    /** Down to no noise. */
    public Schedule(List<Step> steps, double initialNoiseScale, NoiseSchedule noiseSchedule) {
        this(steps, initialNoiseScale, noiseSchedule, false, 0);
    }

    /** @throws IllegalArgumentException if there is no step or noise grows from one step to the next */
    public Schedule {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("A schedule needs at least one step.");
        }
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).sigma() > steps.get(i - 1).sigma()) {
                throw new IllegalArgumentException(
                        "Noise grows at step %d of the schedule; it must fall.".formatted(i + 1));
            }
        }
    }

    /** Number of steps. */
    public int size() {
        return steps.size();
    }

    /** Noise when a step begins; {@link #end} after the last step. */
    public double sigma(int step) {
        return step == steps.size() ? end : steps.get(step).sigma();
    }

    /** One sigma for each step, and {@link #end}. */
    public double[] sigmas() {
        double[] sigmas = new double[steps.size() + 1];
        for (int i = 0; i < sigmas.length; i++) {
            sigmas[i] = sigma(i);
        }
        return sigmas;
    }

    /** One timestep for each step. */
    public double[] timesteps() {
        return steps.stream().mapToDouble(Step::timestep).toArray();
    }

    /** What the model is told at a noise level: the step's own timestep, or one between where no step begins there. */
    public double timestep(double sigma) {
        for (Step step : steps) {
            if (step.sigma() == sigma) {
                return step.timestep();
            }
        }
        return wholeTimesteps ? noiseSchedule.nearestTimestep(sigma) : noiseSchedule.timestep(sigma);
    }

    /** The latent that sampling begins at, from standard normal noise {@code [batch, channels, height, width]}. */
    public Tensor initialLatent(Tensor noise) {
        return noise.mul(initialNoiseScale);
    }

    /**
     * The latent that sampling begins at when a picture is to be changed: its clean latent under noise of the first
     * step.
     */
    public Tensor initialLatent(Tensor clean, Tensor noise) {
        return NoiseSchedule.addNoise(clean, noise, sigma(0));
    }

    /** The schedule without its first steps, to change a picture and not to make one. */
    public Schedule startingAt(int step) {
        return new Schedule(steps.subList(step, steps.size()), initialNoiseScale, noiseSchedule, wholeTimesteps, end);
    }

    /** The schedule up to a step, where another one goes on. */
    public Schedule endingAt(int step) {
        return new Schedule(steps.subList(0, step), initialNoiseScale, noiseSchedule, wholeTimesteps, sigma(step));
    }
}
