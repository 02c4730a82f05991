package dev.bildwerk.diffusion.sampling;

import java.util.List;

/**
 * The 50 timesteps that consistency models are distilled at, out of which AUTOMATIC1111's LCM makes every schedule.
 *
 * @param noise of these timesteps alone
 * @param whole the checkpoint's own
 */
record ConsistencyTable(NoiseSchedule noise, NoiseSchedule whole) {
    private static final int COUNT = 50;

    static ConsistencyTable of(NoiseSchedule whole) {
        int count = Math.min(COUNT, whole.size());
        float[] alphaBars = new float[count];
        double[] sigmas = new double[count];
        for (int i = 0; i < count; i++) {
            int timestep = timestep(i, whole);
            alphaBars[i] = (float) whole.alphaBar(timestep);
            sigmas[i] = whole.sigma(timestep);
        }
        return new ConsistencyTable(NoiseSchedule.of(whole.config(), alphaBars, sigmas), whole);
    }

    private static int timestep(int index, NoiseSchedule whole) {
        int distance = whole.size() / Math.min(COUNT, whole.size());
        return (index + 1) * distance - 1;
    }

    /** @param levels the last one no noise */
    Schedule schedule(double[] levels) {
        List<Step> steps = KSchedules.steps(levels, sigma -> timestep(noise.nearestTimestep(sigma), whole));
        return new Schedule(steps, steps.getFirst().sigma(), whole);
    }
}
