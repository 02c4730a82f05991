package dev.bildwerk.diffusion.unet;

import dev.bildwerk.engine.Tensor;
import java.util.Arrays;

/**
 * What one call of the denoiser is given.
 *
 * @param sample noisy latents, scaled to about unit variance, {@code [batch, inChannels, height, width]}
 * @param timesteps one a picture, 0 to 999; between whole numbers where a schedule asks for it
 * @param text the encoded prompts, {@code [batch, tokens, crossAttentionDim]}
 * @param pooledText SDXL's pooled prompts {@code [batch, width]}; null for others
 * @param numbers SDXL's six numbers a picture: original height and width, crop top and left, target height and width;
 *     null for others
 * @param guidance how far the guidance scale is above 1, for a model that is told it; unused by others
 * @param negatives how many of the first pictures are told what is not wanted; the denoiser itself makes no difference
 */
public record UNetInput(
        Tensor sample,
        double[] timesteps,
        Tensor text,
        Tensor pooledText,
        double[][] numbers,
        double guidance,
        int negatives) {

    /** Where all are told what is wanted. */
    public UNetInput(Tensor sample, double[] timesteps, Tensor text, Tensor pooledText, double[][] numbers) {
        this(sample, timesteps, text, pooledText, numbers, 0, 0);
    }

    public static UNetInput of(Tensor sample, double[] timesteps, Tensor text) {
        return new UNetInput(sample, timesteps, text, null, null);
    }

    /** With more channels behind the sample's: checkpoints for inpainting are shown the mask and what it leaves. */
    public UNetInput beside(Tensor channels) {
        Tensor[] each = new Tensor[timesteps.length];
        Arrays.fill(each, channels.like(sample));
        return new UNetInput(
                Tensor.cat(1, sample, Tensor.cat(0, each)), timesteps, text, pooledText, numbers, guidance, negatives);
    }

    /** For a model that is told the guidance scale. */
    public UNetInput guided(double scale) {
        return new UNetInput(sample, timesteps, text, pooledText, numbers, scale - 1, negatives);
    }
}
