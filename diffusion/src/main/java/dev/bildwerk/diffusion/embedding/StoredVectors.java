package dev.bildwerk.diffusion.embedding;

import dev.bildwerk.engine.Tensor;

/** What an embedding's file holds; vectors are {@code [count, width]} in F32. */
sealed interface StoredVectors {

    /** For a model with one text encoder: Stable Diffusion 1 and 2. */
    record One(Tensor vectors) implements StoredVectors {}

    /**
     * For Stable Diffusion XL, as many for each of its text encoders.
     *
     * @param small of OpenAI's ViT-L ({@code clip_l})
     * @param large of OpenCLIP's ViT-bigG ({@code clip_g})
     */
    record Pair(Tensor small, Tensor large) implements StoredVectors {}

    /** How many vectors the word stands for. */
    default int count() {
        return Math.toIntExact(switch (this) {
            case One one -> one.vectors().size(0);
            case Pair pair -> pair.large().size(0);
        });
    }
}
