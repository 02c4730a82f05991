package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.unet.AddedConditions;
import dev.bildwerk.diffusion.unet.UNetConfig;
import dev.bildwerk.diffusion.vae.TinyVaeConfig;

/** Checks that the parts of a model are of one model. */
final class PartsFit {
    /** With a mask the denoiser sees the noisy latent, the mask, and the latent of what is masked. */
    private static final int MASK_CHANNELS = 1;

    private PartsFit() {}

    /** @throws CheckpointException that names what differs */
    static void require(Checkpoint model) {
        UNetConfig unet = model.unet();
        int latent = model.vae().latentChannels();
        int textWidth =
                model.textParts().stream().mapToInt(part -> part.config().width()).sum();
        requireEqual(
                model, "cross_attention_dim", unet.crossAttentionDim(), "the text encoders' hidden_size", textWidth);
        if (unet.inChannels() != 2 * latent + MASK_CHANNELS) {
            requireEqual(model, "in_channels", unet.inChannels(), "the autoencoder's latent_channels", latent);
        }
        requireEqual(model, "out_channels", unet.outChannels(), "the autoencoder's latent_channels", latent);
        if (model.tinyVae() != null) {
            TinyVaeConfig tiny = model.tinyVae().config();
            requireEqual(
                    model, "out_channels", unet.outChannels(), "the tiny autoencoder's latents", tiny.latentChannels());
            if (tiny.factor() != model.vae().factor()) {
                throw mismatch("%s: its pictures are %d times their latents, those of the tiny autoencoder %d times."
                        .formatted(model.path(), model.vae().factor(), tiny.factor()));
            }
        }
        if (unet.added() instanceof AddedConditions.TextTime added) {
            int numbers = model.conditionNumbers();
            requireEqual(
                    model,
                    "projection_class_embeddings_input_dim",
                    added.inputWidth(),
                    "the pooled text and the embedded numbers",
                    model.textParts().getLast().pooledWidth() + Math.max(numbers, 1) * added.numberWidth());
        }
        for (int i = 0; i < unet.blockOutChannels().size(); i++) {
            int channels = unet.blockOutChannels().get(i);
            requireDivisor(model, "norm_num_groups", unet.normNumGroups(), "channels", channels);
            requireDivisor(model, "attention_head_dim", unet.heads().get(i), "channels", channels);
        }
        for (int channels : model.vae().blockOutChannels()) {
            requireDivisor(
                    model, "norm_num_groups", model.vae().normNumGroups(), "the autoencoder's channels", channels);
        }
        for (TextPart part : model.textParts()) {
            int width = part.config().width();
            requireDivisor(model, "num_attention_heads", part.config().heads(), "a text encoder's width", width);
        }
    }

    private static void requireEqual(Checkpoint model, String field, int value, String other, int otherValue) {
        if (value != otherValue) {
            throw mismatch(
                    "%s: the denoiser's %s is %d, but %s together give %d: the parts are of different models."
                            .formatted(model.path(), field, value, other, otherValue));
        }
    }

    private static void requireDivisor(Checkpoint model, String field, int divisor, String other, int value) {
        if (divisor < 1 || value % divisor != 0) {
            throw mismatch("%s: %s %d do not divide %s, which are %d: this is no Stable Diffusion model."
                    .formatted(model.path(), field, divisor, other, value));
        }
    }

    private static CheckpointException mismatch(String sentence) {
        return new CheckpointException("checkpoint.config.mismatch", sentence);
    }
}
