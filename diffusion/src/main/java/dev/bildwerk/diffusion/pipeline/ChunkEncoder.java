package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.LoadedText;
import dev.bildwerk.diffusion.embedding.TaughtWords;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.prompt.TokenChunk;
import dev.bildwerk.diffusion.prompt.TokenChunks;
import dev.bildwerk.diffusion.prompt.WeightedPrompt;
import dev.bildwerk.diffusion.text.ClipTextEncoder;
import dev.bildwerk.diffusion.text.ClipTextOutput;
import dev.bildwerk.engine.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One text encoder, and how it is to be asked.
 *
 * @param taught words beside its vocabulary
 */
record ChunkEncoder(LoadedText text, TaughtWords taught, PromptReading reading, boolean xl) {

    /** How many chunks the longest of a prompt's texts takes. */
    int chunkCount(ChangingPrompt prompt) {
        return prompt.texts().stream()
                .mapToInt(own -> chunks(own).size())
                .max()
                .orElseThrow();
    }

    /**
     * What the encoder says of each prompt: {@code [texts, chunks * tokens, width]}, pooled by the first chunk
     * {@code [texts, width]}.
     *
     * @param chunks of each prompt; shorter texts get empty ones
     */
    List<TextRows> encode(List<ChangingPrompt> prompts, int[] chunks) {
        List<TokenChunk> rows = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            for (WeightedPrompt own : prompts.get(i).texts()) {
                List<TokenChunk> ownRows = chunks(own);
                rows.addAll(ownRows);
                rows.addAll(Collections.nCopies(chunks[i] - ownRows.size(), TokenChunk.empty(text.tokenizer())));
            }
        }
        Encoded encoded = encode(rows);
        List<TextRows> byPrompt = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < prompts.size(); i++) {
            int[] uses = prompts.get(i).uses();
            int count = uses.length * chunks[i];
            Tensor states = encoded.weighted(from, count, uses);
            Tensor pooled = encoded.rows.pooled().narrow(0, from, count);
            byPrompt.add(new TextRows(
                    states.reshape(uses.length, -1, states.size(2)),
                    pooled.reshape(uses.length, chunks[i], -1).select(1, 0)));
            from += count;
        }
        return byPrompt;
    }

    private List<TokenChunk> chunks(WeightedPrompt prompt) {
        return TokenChunks.of(reading.dialect(), prompt, text.tokenizer(), taught.words());
    }

    /**
     * All rows of a picture.
     *
     * @param empty what an empty text gives; null where no weight asks for it
     */
    private record Encoded(List<TokenChunk> chunks, TextRows rows, Tensor empty) {
        Tensor weighted(int from, int count, int[] uses) {
            Tensor states = rows.states().narrow(0, from, count);
            List<TokenChunk> own = chunks.subList(from, from + count);
            if (own.stream().noneMatch(TokenChunk::isWeighted)) {
                return states;
            }
            Tensor weights = weights(own).to(states.device());
            return empty == null
                    ? TokenWeighting.keepingTheMean(states, weights, uses)
                    : TokenWeighting.fromTheEmptyText(states, empty, weights);
        }
    }

    private Encoded encode(List<TokenChunk> chunks) {
        boolean withEmpty = reading.dialect() == Dialect.COMFYUI && chunks.stream().anyMatch(TokenChunk::isWeighted);
        List<int[]> ids = new ArrayList<>(chunks.stream().map(TokenChunk::ids).toList());
        if (withEmpty) {
            ids.add(TokenChunk.empty(text.tokenizer()).ids());
        }
        TextRows rows = TextRows.encode(text, taught.vectors(), ids, this::states);
        return new Encoded(chunks, rows, withEmpty ? rows.states().narrow(0, chunks.size(), 1) : null);
    }

    private static Tensor weights(List<TokenChunk> rows) {
        int length = rows.getFirst().weights().length;
        float[] weights = new float[rows.size() * length];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i).weights(), 0, weights, i * length, length);
        }
        return Tensor.of(weights, rows.size(), length, 1);
    }

    /**
     * The states of the layer that is asked for. SDXL was trained on those before the last layer, without norm, the
     * others on normed ones. AUTOMATIC1111 leaves SDXL its layer whatever is asked for.
     */
    private Tensor states(ClipTextEncoder encoder, ClipTextOutput output) {
        int layer = reading.clipSkip();
        if (xl) {
            return layer <= 2 || reading.dialect() == Dialect.A1111 ? output.penultimate() : output.layer(layer);
        }
        return layer <= 1 ? output.lastHiddenState() : encoder.normed(output.layer(layer));
    }
}
