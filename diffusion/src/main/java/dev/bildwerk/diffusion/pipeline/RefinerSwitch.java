package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.sampling.Denoiser;
import dev.bildwerk.diffusion.sampling.NoiseSchedule;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.Step;

/**
 * When a refiner takes over. diffusers and ComfyUI end one run of the sampler and begin another; AUTOMATIC1111 changes
 * the model under a run, and so is done for samplers that choose their noise levels themselves.
 */
final class RefinerSwitch {
    private RefinerSwitch() {}

    /** Whether the model is changed under a run. */
    static boolean isUnderway(GenerationRequest request) {
        SamplerName sampler = request.sampler();
        return request.controls().dialect() == Dialect.A1111
                || sampler == SamplerName.RESTART
                || sampler == SamplerName.DPM_FAST
                || sampler == SamplerName.DPM_ADAPTIVE;
    }

    /**
     * How many of the steps taken the first model takes. diffusers counts training timesteps, ComfyUI steps of the
     * whole schedule.
     */
    static int step(GenerationRequest request, PassSteps pass) {
        double switchAt = request.controls().additions().refiner().switchAt();
        int taken = pass.taken().size();
        if (request.controls().dialect() == Dialect.COMFYUI) {
            int whole = pass.whole().size();
            return Math.clamp(Math.round(switchAt * whole) - (whole - taken), 0, taken);
        }
        int timesteps = pass.taken().noiseSchedule().size();
        double cutoff = Math.rint(timesteps - switchAt * timesteps);
        return (int) pass.taken().steps().stream().mapToDouble(Step::timestep).filter(t -> t >= cutoff).count();
    }

    /** The first model's answers, and from a noise level on the refiner's, whatever level comes then. */
    static Denoiser underway(Denoiser first, Denoiser refiner, NoiseSchedule noise, double switchAt) {
        boolean[] switched = new boolean[1];
        return (x, sigma) -> {
            int last = noise.size() - 1;
            float done = (float) (last - nearest(noise, sigma)) / noise.size();
            switched[0] |= done >= (float) switchAt;
            return (switched[0] ? refiner : first).denoise(x, sigma);
        };
    }

    /** The timestep whose sigma is nearest over sigma itself. */
    private static int nearest(NoiseSchedule noise, double sigma) {
        int low = Math.min((int) noise.timestep(sigma), noise.size() - 2);
        return sigma - noise.sigma(low) <= noise.sigma(low + 1) - sigma ? low : low + 1;
    }
}
