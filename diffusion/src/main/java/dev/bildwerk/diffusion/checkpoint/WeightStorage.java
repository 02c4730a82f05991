package dev.bildwerk.diffusion.checkpoint;

/** How weights are kept. In 16 bits each layer widens its own weight when it is used: less memory, more work. */
public enum WeightStorage {
    /** In the format that they are computed in. */
    FULL,
    /** What the file has in 16 bits stays so: not a bit is lost. */
    AS_STORED,
    /** In 16 bits whatever the file has; from wider files they are rounded to F16. */
    HALF,
    /** In eight bits, and computed in them too: the denoiser's, but for the layers that suffer most. On the CPU only. */
    INT8
}
