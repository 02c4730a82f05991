package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.sampling.PredictionType;
import java.nio.file.Path;

/**
 * What a user may say about a model beyond its path; each may be null, and then the model's own word counts.
 *
 * @param prediction what the denoiser predicts
 * @param vae another autoencoder: a file or an index in either layout, a folder in diffusers' layout, or a tiny one,
 *     whose other half lies beside it where it is split
 * @param variant of a folder's weights, such as {@code fp16}
 */
public record CheckpointOptions(PredictionType prediction, Path vae, String variant) {
    public static final CheckpointOptions NONE = new CheckpointOptions(null, null, null);

    public CheckpointOptions withPrediction(PredictionType type) {
        return new CheckpointOptions(type, vae, variant);
    }

    public CheckpointOptions withVae(Path file) {
        return new CheckpointOptions(prediction, file, variant);
    }

    public CheckpointOptions withVariant(String name) {
        return new CheckpointOptions(prediction, vae, name);
    }
}
