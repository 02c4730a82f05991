package dev.bildwerk.diffusion.embedding;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A word that was taught to the text encoder (textual inversion, Gal et al. 2022).
 *
 * @param word that stands for it in a prompt
 * @param file with the vectors that the word is replaced by
 */
public record EmbeddingUse(String word, Path file) {
    public EmbeddingUse {
        Objects.requireNonNull(file, "file");
        if (word.isBlank()) {
            throw new IllegalArgumentException("The word of the embedding %s is empty.".formatted(file));
        }
    }
}
