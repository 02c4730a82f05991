package dev.bildwerk.diffusion.checkpoint;

/** How weights are kept. */
public enum WeightStorage {
    /** In the format that they are computed in. */
    FULL,
    /** In eight bits, and computed in them too: the denoiser's, but for the layers that suffer most. On the CPU only. */
    INT8
}
