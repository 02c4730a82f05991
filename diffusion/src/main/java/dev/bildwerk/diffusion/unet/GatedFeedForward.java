package dev.bildwerk.diffusion.unet;

import dev.bildwerk.diffusion.layers.Linear;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.ArrayList;
import java.util.List;

/** The feed-forward part of a transformer block with a GELU gate (GEGLU, Shazeer 2020), four times as wide inside. */
record GatedFeedForward(Linear proj, Linear out) {
    /** What is made of some tokens inside: so much stays in the cache on the way from one layer to the next. */
    private static final long PIECE_BYTES = 8L << 20;

    static GatedFeedForward of(Weights weights, int channels) {
        return new GatedFeedForward(
                Linear.of(weights.at("net.0.proj"), channels, 8L * channels),
                Linear.of(weights.at("net.2"), 4L * channels, channels));
    }

    /** @param x {@code [batch, tokens, channels]} */
    Tensor apply(Tensor x) {
        long tokens = x.size(0) * x.size(1);
        long channels = x.size(2);
        long pieceTokens = Math.max(1, PIECE_BYTES / (8 * channels * x.dtype().bytes()));
        if (tokens < 2 * pieceTokens || x.device().isCuda() || x.requiresGradient()) {
            return whole(x);
        }
        Tensor rows = x.reshape(tokens, channels);
        List<Tensor> pieces = new ArrayList<>();
        for (long start = 0; start < tokens; start += pieceTokens) {
            Tensor piece = rows.narrow(0, start, Math.min(pieceTokens, tokens - start));
            pieces.add(Scope.only(() -> whole(piece)));
        }
        return Tensor.cat(0, pieces).reshape(x.shape());
    }

    private Tensor whole(Tensor x) {
        Tensor[] valueAndGate = proj.apply(x).chunk(2, -1);
        return out.apply(valueAndGate[0].mul(valueAndGate[1].gelu()));
    }
}
