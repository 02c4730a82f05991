package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.text.ClipTextEncoder;
import dev.bildwerk.diffusion.text.tokenizer.ClipTokenizer;

/**
 * A text encoder with its weights, and the tokenizer that it was trained with.
 *
 * <p>May be used by several threads at once, until it is closed.
 */
public record LoadedText(ClipTokenizer tokenizer, LoadedPart<ClipTextEncoder> encoder) implements AutoCloseable {

    static LoadedText whenNeeded(TextPart part, Placement placement) {
        ClipTokenizer tokenizer = part.tokenizer().load();
        if (tokenizer.vocabularySize() > part.config().vocabularySize()
                || tokenizer.maxLength() > part.config().positions()) {
            throw new CheckpointException(
                    "checkpoint.config.mismatch",
                    ("%s: the tokenizer has %,d tokens and prompts of %d, the encoder in %s room for %,d and %d: "
                                    + "they are of different models.")
                            .formatted(
                                    part.tokenizer(),
                                    tokenizer.vocabularySize(),
                                    tokenizer.maxLength(),
                                    part.files().source().path(),
                                    part.config().vocabularySize(),
                                    part.config().positions()));
        }
        return new LoadedText(
                tokenizer,
                LoadedPart.whenNeeded(part.files(), placement, weights -> new ClipTextEncoder(weights, part.config())));
    }

    @Override
    public void close() {
        encoder.close();
    }
}
