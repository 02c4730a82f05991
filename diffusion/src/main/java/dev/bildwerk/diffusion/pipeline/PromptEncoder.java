package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.LoadedText;
import dev.bildwerk.diffusion.text.ClipTextOutput;
import dev.bildwerk.diffusion.text.tokenizer.ClipTokenizer;
import dev.bildwerk.diffusion.unet.AddedConditions;
import dev.bildwerk.engine.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns prompts into what the denoiser is conditioned on.
 *
 * <p>A prompt of more tokens than an encoder takes is encoded in chunks, each for itself, and they are joined, so that
 * nothing is lost; the shorter one of two prompts gets empty chunks. A prompt of one chunk is encoded as diffusers
 * does.
 */
final class PromptEncoder {
    private final List<LoadedText> texts;
    private final boolean xl;
    private final boolean zerosForEmptyPrompt;

    PromptEncoder(LoadedModel model) {
        texts = model.texts();
        xl = model.checkpoint().unet().added() instanceof AddedConditions.TextTime;
        zerosForEmptyPrompt = model.checkpoint().zerosForEmptyPrompt();
    }

    /** The prompt alone. */
    TextConditioning encode(String prompt) {
        return encodeAll(List.of(prompt));
    }

    /** The negative prompt and then the prompt: the batch of two that classifier-free guidance compares. */
    TextConditioning encodeGuided(String prompt, String negativePrompt) {
        if (negativePrompt.isEmpty() && zerosForEmptyPrompt) {
            TextConditioning conditioned = encode(prompt);
            return conditioned.zeros().followedBy(conditioned);
        }
        return encodeAll(List.of(negativePrompt, prompt));
    }

    private TextConditioning encodeAll(List<String> prompts) {
        int chunks = texts.stream()
                .flatMap(text -> prompts.stream().map(prompt -> text.tokenizer().chunks(prompt).length))
                .max(Integer::compare)
                .orElseThrow();
        List<Tensor> states = new ArrayList<>();
        Tensor pooled = null;
        for (LoadedText text : texts) {
            ClipTextOutput output = text.encoder().part().apply(rows(text.tokenizer(), prompts, chunks));
            // SDXL was trained on the states before the last layer, the others on the last ones, normed.
            Tensor tokens = xl ? output.penultimate() : output.lastHiddenState();
            states.add(tokens.reshape(prompts.size(), -1, tokens.size(2)));
            pooled = xl ? firstChunks(output.pooled(), prompts.size(), chunks) : null;
        }
        return new TextConditioning(Tensor.cat(2, states), pooled);
    }

    private static int[][] rows(ClipTokenizer tokenizer, List<String> prompts, int chunks) {
        List<int[]> rows = new ArrayList<>();
        for (String prompt : prompts) {
            int[][] own = tokenizer.chunks(prompt);
            rows.addAll(Arrays.asList(own));
            for (int i = own.length; i < chunks; i++) {
                rows.add(tokenizer.encodePadded(""));
            }
        }
        return rows.toArray(int[][]::new);
    }

    /** Rows {@code [prompts * chunks, width]}; a prompt is pooled by its first chunk. */
    private static Tensor firstChunks(Tensor pooled, int prompts, int chunks) {
        return pooled.reshape(prompts, chunks, -1).select(1, 0);
    }
}
