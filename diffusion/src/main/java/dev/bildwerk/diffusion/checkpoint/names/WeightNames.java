package dev.bildwerk.diffusion.checkpoint.names;

import java.util.List;

/**
 * Under which names a file holds the weights that a part asks for. A part asks by the names of diffusers and
 * transformers.
 */
public interface WeightNames {
    /** diffusers' {@code UNet2DConditionModel}. */
    WeightNames UNET = new DiffusersNames();

    /** diffusers' {@code AutoencoderKL}; before diffusers 0.18 the attention's layers had other names. */
    WeightNames VAE = new DiffusersVaeNames();

    /** transformers' {@code CLIPTextModel}; since transformers 5 its names may lack the first part. */
    WeightNames CLIP = new ClipNames("");

    /** Where to look for a weight, the likeliest first. */
    List<StoredWeight> of(String key);

    /** Whether a file may hold this tensor although the part does not ask for it. */
    boolean mayBeLeft(String name);
}
