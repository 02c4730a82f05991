package dev.bildwerk.diffusion.text;

import dev.bildwerk.diffusion.layers.LayerNorm;
import dev.bildwerk.diffusion.layers.Linear;
import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The text half of CLIP (Radford et al. 2021) in the shapes of OpenAI's ViT-L and OpenCLIP's ViT-H and ViT-bigG, with
 * the weights' names of transformers' {@code CLIPTextModel} and {@code CLIPTextModelWithProjection}.
 *
 * <p>Immutable; may be used by several threads at once, each in a {@link dev.bildwerk.engine.Scope} of its own, until
 * its weights are closed.
 */
public final class ClipTextEncoder {
    private static final double WORD_DEVIATION = 0.3;

    private final ClipTextConfig config;
    private final Tensor tokenEmbedding;
    private final Tensor positionEmbedding;
    private final List<ClipLayer> layers;
    private final LayerNorm finalLayerNorm;
    private final Linear textProjection;

    public ClipTextEncoder(Weights weights, ClipTextConfig config) {
        this.config = config;
        Weights model = weights.at("text_model");
        int width = config.width();
        // Begin and end token, the last two, and the positions begin as nothing. Then an encoder that is trained from
        // nothing begins as a bag of words, also at the many end tokens that fill a row, and what differs between two
        // prompts is not drowned in what all prompts share.
        tokenEmbedding = model.get(
                "embeddings.token_embedding.weight",
                new Init.NormalRows(WORD_DEVIATION, config.vocabularySize() - 2L),
                config.vocabularySize(),
                width);
        positionEmbedding =
                model.get("embeddings.position_embedding.weight", Init.ZEROS, config.positions(), width);
        List<ClipLayer> list = new ArrayList<>();
        for (int i = 0; i < config.layers(); i++) {
            list.add(ClipLayer.of(model.at("encoder.layers." + i), config));
        }
        layers = List.copyOf(list);
        finalLayerNorm = LayerNorm.of(model.at("final_layer_norm"), width);
        textProjection = config.projectionWidth() == 0
                ? null
                : Linear.withoutBias(weights.at("text_projection"), width, config.projectionWidth());
    }

    public ClipTextConfig config() {
        return config;
    }

    /** @param tokens rows of equal length, at most {@link ClipTextConfig#positions}, each with begin and end token */
    public ClipTextOutput apply(int[][] tokens) {
        return apply(tokens, AddedVectors.NONE);
    }

    /**
     * The same with further words.
     *
     * @param added what ids from {@link ClipTextConfig#vocabularySize} on stand for
     */
    public ClipTextOutput apply(int[][] tokens, AddedVectors added) {
        int length = tokens[0].length;
        Tensor h = embedded(tokens, added).add(positionEmbedding.narrow(0, 0, length));
        Tensor mask = causalMask(length).like(h);
        List<Tensor> states = new ArrayList<>();
        states.add(h);
        for (ClipLayer layer : layers) {
            h = layer.apply(h, mask);
            states.add(h);
        }
        Tensor last = finalLayerNorm.apply(h);
        return new ClipTextOutput(states, last, pooled(last, tokens, added));
    }

    /** {@code [rows, tokens, width]} */
    private Tensor embedded(int[][] tokens, AddedVectors added) {
        int length = tokens[0].length;
        long[] flat = Arrays.stream(tokens).flatMapToInt(Arrays::stream).asLongStream().toArray();
        long[] own = Arrays.stream(flat).map(id -> id < config.vocabularySize() ? id : 0).toArray();
        Tensor h = tokenEmbedding
                .embedding(Tensor.of(own, tokens.length, length).to(tokenEmbedding.device()))
                .like(finalLayerNorm.weight());
        if (added.rows() == null || Arrays.equals(flat, own)) {
            return h;
        }
        long[] places = new long[flat.length];
        for (int i = 0; i < flat.length; i++) {
            places[i] = flat[i] == own[i] ? i : flat.length + flat[i] - config.vocabularySize();
        }
        Tensor all = Tensor.cat(0, h.reshape(flat.length, config.width()), added.rows().like(h));
        return all.indexSelect(0, Tensor.of(places, flat.length).to(h.device())).reshape(h.shape());
    }

    /** A hidden state after the norm that the last one gets, as an encoder with fewer layers would give it. */
    public Tensor normed(Tensor hiddenState) {
        return finalLayerNorm.apply(hiddenState);
    }

    private Tensor pooled(Tensor last, int[][] tokens, AddedVectors added) {
        Tensor[] rows = new Tensor[tokens.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = last.select(0, i).select(0, endOfText(tokens[i], added.mayEndTheText()));
        }
        Tensor pooled = Tensor.stack(0, rows);
        return textProjection == null ? pooled : textProjection.apply(pooled);
    }

    private int endOfText(int[] row, boolean addedMayEnd) {
        boolean byLargestId = config.eosToken() == 2;
        int limit = addedMayEnd ? Integer.MAX_VALUE : config.vocabularySize();
        int at = 0;
        for (int i = 0; i < row.length; i++) {
            if (!byLargestId && row[i] == config.eosToken()) {
                return i;
            }
            if (byLargestId && row[i] < limit && row[i] > row[at]) {
                at = i;
            }
        }
        return at;
    }

    private static Tensor causalMask(int length) {
        float[] mask = new float[length * length];
        for (int i = 0; i < length; i++) {
            // A large finite number instead of infinity keeps bf16's softmax free of NaN.
            Arrays.fill(mask, i * length + i + 1, (i + 1) * length, -1e9f);
        }
        return Tensor.of(mask, length, length);
    }
}
