package dev.bildwerk.diffusion.sampling;

/** Whose noise levels the names of samplers and schedules stand for: programs that share a name differ in the numbers. */
public enum SamplingDialect {
    /** What diffusers does; where it does not know a schedule, what AUTOMATIC1111 does, ending at no noise. */
    DIFFUSERS,
    /** AUTOMATIC1111 and Forge. */
    A1111,
    COMFYUI
}
