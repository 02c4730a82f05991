package dev.bildwerk.diffusion.pipeline;

/** Whose random numbers the noise is made of. */
public enum NoiseDevice {
    /** torch's CPU generator: diffusers with a CPU generator, ComfyUI, A1111 with "CPU". */
    CPU("cpu"),
    /** The Philox generator of NVIDIA GPUs, computed on the CPU: A1111's habit. */
    GPU("gpu");

    private final String option;

    NoiseDevice(String option) {
        this.option = option;
    }

    /** As typed on the command line. */
    public String option() {
        return option;
    }
}
