package dev.bildwerk.diffusion.unet;

import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.Arrays;

/** The vector that steers every residual block: the timestep, and what the family adds to it. */
record ConditionEmbedding(UNetConfig config, EmbeddingMlp time, TextPooling textPooling, EmbeddingMlp textTime) {

    static ConditionEmbedding of(Weights weights, UNetConfig config) {
        int width = config.embeddingWidth();
        return new ConditionEmbedding(
                config,
                EmbeddingMlp.of(weights.at("time_embedding"), config.blockOutChannels().getFirst(), width),
                config.added() instanceof AddedConditions.Text text
                        ? TextPooling.of(weights.at("add_embedding"), config.crossAttentionDim(), width, text.heads())
                        : null,
                config.added() instanceof AddedConditions.TextTime textTime
                        ? EmbeddingMlp.of(weights.at("add_embedding"), textTime.inputWidth(), width)
                        : null);
    }

    /** @return {@code [batch, embeddingWidth]} in the sample's format, before its activation */
    Tensor apply(UNetInput input) {
        Tensor embedded = time.apply(
                sinusoidal(input.timesteps(), config.blockOutChannels().getFirst()).like(input.sample()));
        return switch (config.added()) {
            case AddedConditions.None none -> embedded;
            case AddedConditions.Text text -> embedded.add(textPooling.apply(input.text()));
            case AddedConditions.TextTime added -> embedded.add(textTime.apply(
                    Tensor.cat(1, input.pooledText(), numbers(input.numbers(), added).like(input.pooledText()))));
        };
    }

    private Tensor numbers(double[][] numbers, AddedConditions.TextTime added) {
        double[] flat = Arrays.stream(numbers).flatMapToDouble(Arrays::stream).toArray();
        return sinusoidal(flat, added.numberWidth()).reshape(numbers.length, -1);
    }

    private Tensor sinusoidal(double[] values, int width) {
        return SinusoidalEmbedding.of(values, width, config.flipSinToCos(), config.freqShift());
    }
}
