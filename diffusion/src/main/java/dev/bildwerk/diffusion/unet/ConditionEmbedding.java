package dev.bildwerk.diffusion.unet;

import dev.bildwerk.diffusion.layers.Linear;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.Arrays;

/**
 * The vector that steers every residual block: the timestep, and what the family adds to it.
 *
 * @param guidance of a model that is told the guidance scale; null for others
 */
record ConditionEmbedding(
        UNetConfig config, EmbeddingMlp time, Linear guidance, TextPooling textPooling, EmbeddingMlp textTime) {
    private static final double GUIDANCE_UNIT = 1000;

    static ConditionEmbedding of(Weights weights, UNetConfig config) {
        int width = config.embeddingWidth();
        return new ConditionEmbedding(
                config,
                EmbeddingMlp.of(weights.at("time_embedding"), config.blockOutChannels().getFirst(), width),
                config.guidanceWidth() == 0
                        ? null
                        : Linear.withoutBias(
                                weights.at("time_embedding.cond_proj"),
                                config.guidanceWidth(),
                                config.blockOutChannels().getFirst()),
                config.added() instanceof AddedConditions.Text text
                        ? TextPooling.of(weights.at("add_embedding"), config.crossAttentionDim(), width, text.heads())
                        : null,
                config.added() instanceof AddedConditions.TextTime textTime
                        ? EmbeddingMlp.of(weights.at("add_embedding"), textTime.inputWidth(), width)
                        : null);
    }

    /** @return {@code [batch, embeddingWidth]} in the sample's format, before its activation */
    Tensor apply(UNetInput input) {
        Tensor timesteps = sinusoidal(input.timesteps(), config.blockOutChannels().getFirst()).like(input.sample());
        Tensor embedded = time.apply(guidance == null ? timesteps : timesteps.add(guidance(input)));
        return switch (config.added()) {
            case AddedConditions.None none -> embedded;
            case AddedConditions.Text text -> embedded.add(textPooling.apply(input.text()));
            case AddedConditions.TextTime added -> embedded.add(textTime.apply(
                    Tensor.cat(1, input.pooledText(), numbers(input.numbers(), added).like(input.pooledText()))));
        };
    }

    /** Of Luo et al. 2023, in whose embedding the lowest frequency stands last. */
    private Tensor guidance(UNetInput input) {
        double[] scaled = {GUIDANCE_UNIT * input.guidance()};
        return guidance.apply(
                SinusoidalEmbedding.of(scaled, config.guidanceWidth(), false, 1).like(input.sample()));
    }

    private Tensor numbers(double[][] numbers, AddedConditions.TextTime added) {
        double[] flat = Arrays.stream(numbers).flatMapToDouble(Arrays::stream).toArray();
        return sinusoidal(flat, added.numberWidth()).reshape(numbers.length, -1);
    }

    private Tensor sinusoidal(double[] values, int width) {
        return SinusoidalEmbedding.of(values, width, config.flipSinToCos(), config.freqShift());
    }
}
