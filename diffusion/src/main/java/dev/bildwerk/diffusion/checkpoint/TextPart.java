package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.text.ClipTextConfig;

/**
 * One text encoder of a model with its tokenizer.
 *
 * @param files that hold its weights
 */
public record TextPart(ClipTextConfig config, TokenizerSource tokenizer, PartFiles files) {

    /** Width of the pooled text. */
    int pooledWidth() {
        return config.projectionWidth() == 0 ? config.width() : config.projectionWidth();
    }
}
