package dev.bildwerk.training.denoiser;

import dev.bildwerk.diffusion.sampling.BetaSchedule;
import dev.bildwerk.diffusion.sampling.PredictionType;
import dev.bildwerk.diffusion.sampling.SchedulerConfig;
import dev.bildwerk.diffusion.sampling.TimestepSpacing;
import dev.bildwerk.diffusion.text.ClipTextConfig;
import dev.bildwerk.diffusion.unet.AddedConditions;
import dev.bildwerk.diffusion.unet.UNetConfig;
import java.util.List;

/**
 * The shape of the default model: Stable Diffusion 1 made small, within what diffusers can load.
 *
 * <p>Two departures from Stable Diffusion's own configuration matter at this size. The pooled text joins the timestep and
 * scales and shifts the features of every residual block, and the lowest resolution is two by two, where a padded convolution
 * is a different linear map for each of the four places: together they let a word say what belongs where.
 *
 * @param text the text encoder
 * @param unet the denoiser
 * @param scheduler the noise that it is trained on
 */
public record Miniature(ClipTextConfig text, UNetConfig unet, SchedulerConfig scheduler) {
    /** Most tokens of a prompt, begin and end included. */
    public static final int POSITIONS = 20;

    private static final int TEXT_WIDTH = 256;

    /** @param endOfText id of the end token, the last of the vocabulary */
    public static Miniature of(int vocabularySize, int endOfText, int latentChannels) {
        ClipTextConfig text = new ClipTextConfig(
                vocabularySize, TEXT_WIDTH, 4 * TEXT_WIDTH, 3, 4, POSITIONS, ClipTextConfig.Activation.GELU, 0, endOfText);
        UNetConfig unet = new UNetConfig(
                16,
                latentChannels,
                latentChannels,
                List.of(64, 128, 192, 256),
                List.of(true, true, true, false),
                1,
                List.of(1, 1, 1, 1),
                List.of(4, 4, 4, 4),
                TEXT_WIDTH,
                false,
                32,
                1e-5,
                true,
                true,
                0,
                new AddedConditions.Text(4));
        SchedulerConfig scheduler = new SchedulerConfig(
                1000,
                0.0001,
                0.02,
                BetaSchedule.SQUARED_COSINE,
                true,
                PredictionType.V_PREDICTION,
                TimestepSpacing.TRAILING,
                1,
                true);
        return new Miniature(text, unet, scheduler);
    }
}
