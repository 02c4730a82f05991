package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.text.ClipTextConfig;
import java.nio.file.Path;

/**
 * One text encoder of a model folder with its tokenizer.
 *
 * @param folder with {@code config.json} and the weights
 * @param tokenizerFolder with {@code vocab.json} and {@code merges.txt}, or {@code tokenizer.json}
 */
public record TextPart(Path folder, ClipTextConfig config, Path tokenizerFolder) {}
