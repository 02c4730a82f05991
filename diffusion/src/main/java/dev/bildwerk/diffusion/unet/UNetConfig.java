package dev.bildwerk.diffusion.unet;

import java.util.List;

/**
 * The shape of a denoiser, as diffusers' {@code UNet2DConditionModel} names it.
 *
 * @param sampleSize height and width of the latents that it was trained on
 * @param inChannels of the latent that goes in
 * @param outChannels of the prediction
 * @param blockOutChannels from the latent's resolution down; each block but the last halves it
 * @param attention for each of these blocks whether it attends to itself and to the text
 * @param layersPerBlock residual blocks on the way down; the way up has one more
 * @param transformerLayers for each block
 * @param heads of the attention in each block
 * @param crossAttentionDim width of the text's tokens
 * @param useLinearProjection whether the transformers' way in and out is a linear layer instead of a 1x1 convolution
 * @param normNumGroups of every group norm
 * @param normEpsilon of the residual blocks' norms
 * @param scaleShift whether the time embedding scales and shifts inside the residual blocks
 * @param flipSinToCos whether cosines stand before sines in the time embedding
 * @param freqShift shift of the time embedding's frequencies
 * @param added what joins the time embedding
 * @param guidanceWidth of the embedded guidance scale, for models that were taught with it (latent consistency models) and draw
 *     without a negative prompt; 0 for others. diffusers' {@code time_cond_proj_dim}
 */
public record UNetConfig(
        int sampleSize,
        int inChannels,
        int outChannels,
        List<Integer> blockOutChannels,
        List<Boolean> attention,
        int layersPerBlock,
        List<Integer> transformerLayers,
        List<Integer> heads,
        int crossAttentionDim,
        boolean useLinearProjection,
        int normNumGroups,
        double normEpsilon,
        boolean scaleShift,
        boolean flipSinToCos,
        double freqShift,
        AddedConditions added,
        int guidanceWidth) {

    /** Of a model that is not told the guidance scale. */
    public UNetConfig(
            int sampleSize,
            int inChannels,
            int outChannels,
            List<Integer> blockOutChannels,
            List<Boolean> attention,
            int layersPerBlock,
            List<Integer> transformerLayers,
            List<Integer> heads,
            int crossAttentionDim,
            boolean useLinearProjection,
            int normNumGroups,
            double normEpsilon,
            boolean scaleShift,
            boolean flipSinToCos,
            double freqShift,
            AddedConditions added) {
        this(
                sampleSize,
                inChannels,
                outChannels,
                blockOutChannels,
                attention,
                layersPerBlock,
                transformerLayers,
                heads,
                crossAttentionDim,
                useLinearProjection,
                normNumGroups,
                normEpsilon,
                scaleShift,
                flipSinToCos,
                freqShift,
                added,
                0);
    }

    public UNetConfig {
        blockOutChannels = List.copyOf(blockOutChannels);
        attention = List.copyOf(attention);
        transformerLayers = List.copyOf(transformerLayers);
        heads = List.copyOf(heads);
    }

    /** How many skip connections there are, at each of which the denoiser can be cut: {@link UNet#applyAbove}. */
    public int branches() {
        return blockOutChannels.size() * (layersPerBlock + 1);
    }

    /** Width of the timestep's embedding. */
    int embeddingWidth() {
        return 4 * blockOutChannels.getFirst();
    }
}
