package dev.bildwerk.diffusion.unet;

import dev.bildwerk.engine.Tensor;

/**
 * What one call of the denoiser is given.
 *
 * @param sample noisy latents, scaled to about unit variance, {@code [batch, inChannels, height, width]}
 * @param timesteps one a picture, 0 to 999; between whole numbers where a schedule asks for it
 * @param text the encoded prompts, {@code [batch, tokens, crossAttentionDim]}
 * @param pooledText SDXL's pooled prompts {@code [batch, width]}; null for others
 * @param numbers SDXL's six numbers a picture: original height and width, crop top and left, target height and width; null
 *     for others
 */
public record UNetInput(Tensor sample, double[] timesteps, Tensor text, Tensor pooledText, double[][] numbers) {

    public static UNetInput of(Tensor sample, double[] timesteps, Tensor text) {
        return new UNetInput(sample, timesteps, text, null, null);
    }
}
