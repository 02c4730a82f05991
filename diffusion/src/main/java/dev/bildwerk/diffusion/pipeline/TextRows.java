package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.LoadedText;
import dev.bildwerk.diffusion.text.AddedVectors;
import dev.bildwerk.diffusion.text.ClipTextEncoder;
import dev.bildwerk.diffusion.text.ClipTextOutput;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Encoded rows of tokens.
 *
 * @param states {@code [rows, tokens, width]}
 * @param pooled {@code [rows, width]}
 */
record TextRows(Tensor states, Tensor pooled) {
    /** Rows that go through an encoder at once; each takes megabytes in every layer. */
    private static final int BATCH = 32;

    /** Which of an encoder's layers is taken. */
    @FunctionalInterface
    interface LayerChoice {
        Tensor states(ClipTextEncoder encoder, ClipTextOutput output);
    }

    static TextRows encode(LoadedText text, AddedVectors added, List<int[]> rows, LayerChoice layer) {
        List<Tensor> states = new ArrayList<>();
        List<Tensor> pooled = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += BATCH) {
            int[][] batch = rows.subList(from, Math.min(from + BATCH, rows.size())).toArray(int[][]::new);
            try (Scope scope = Scope.open()) {
                ClipTextOutput output = text.encoder().part().apply(batch, added);
                states.add(scope.keep(layer.states(text.encoder().part(), output)));
                pooled.add(scope.keep(output.pooled()));
            }
        }
        return new TextRows(Tensor.cat(0, states), Tensor.cat(0, pooled));
    }
}
