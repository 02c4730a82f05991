package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.embedding.EmbeddingUse;
import dev.bildwerk.diffusion.prompt.Dialect;
import java.util.List;
import java.util.Objects;

/**
 * How prompts are read and encoded.
 *
 * @param dialect whose grammar, chunks and weights
 * @param clipSkip which of the text encoder's layers speaks, counted from the last one, which is 1, as AUTOMATIC1111
 *     and ComfyUI count (diffusers counts from 0, the usual layer); 0 for the layer that the model was trained with.
 *     SDXL was trained with layer 2 and takes no later one.
 * @param embeddings words beside the vocabulary
 */
public record PromptReading(Dialect dialect, int clipSkip, List<EmbeddingUse> embeddings) {
    /** Every character means itself, and the model's own layer: as diffusers does. */
    public static final PromptReading PLAIN = new PromptReading(Dialect.DIFFUSERS, 0);

    /** More layers no text encoder has that Stable Diffusion uses. */
    public static final int MOST_CLIP_SKIP = 32;

    /** @throws InvalidRequestException if the number of layers is out of its range */
    public PromptReading {
        Objects.requireNonNull(dialect, "dialect");
        embeddings = List.copyOf(embeddings);
        if (clipSkip < 0 || clipSkip > MOST_CLIP_SKIP) {
            throw new InvalidRequestException(
                    "request.clip-skip",
                    "Clip skip is %d; it is 0 for the model's own layer, or 1 (the last layer) to %d."
                            .formatted(clipSkip, MOST_CLIP_SKIP));
        }
    }

    public PromptReading(Dialect dialect, int clipSkip) {
        this(dialect, clipSkip, List.of());
    }

    /** As a request asks for it. */
    public static PromptReading of(Controls controls) {
        return new PromptReading(
                controls.dialect(), controls.clipSkip(), controls.additions().embeddings());
    }
}
