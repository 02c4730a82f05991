package dev.bildwerk.diffusion.checkpoint.names;

import dev.bildwerk.diffusion.unet.UNetConfig;
import dev.bildwerk.diffusion.vae.VaeConfig;
import java.util.List;
import java.util.Set;

/**
 * The names of a part in a file that CompVis' or Stability's programs wrote, in which all parts of a model lie, each
 * below a prefix.
 */
public final class OneFileNames implements WeightNames {
    public static final String UNET_PREFIX = "model.diffusion_model.";
    public static final String VAE_PREFIX = "first_stage_model.";
    public static final String SD1_TEXT_PREFIX = "cond_stage_model.transformer.";
    public static final String SD2_TEXT_PREFIX = "cond_stage_model.model.";
    public static final String SDXL_FIRST_TEXT_PREFIX = "conditioner.embedders.0.transformer.";
    public static final String SDXL_SECOND_TEXT_PREFIX = "conditioner.embedders.1.model.";
    public static final String REFINER_TEXT_PREFIX = "conditioner.embedders.0.model.";

    /** What training wrote down beside the weights. */
    private static final List<String> OF_TRAINING =
            List.of("model_ema.", "first_stage_model.loss.", "loss.", "optimizer", "callbacks");

    private static final Set<String> OF_THE_NOISE_SCHEDULE = Set.of(
            "betas",
            "alphas_cumprod",
            "alphas_cumprod_prev",
            "sqrt_alphas_cumprod",
            "sqrt_one_minus_alphas_cumprod",
            "log_one_minus_alphas_cumprod",
            "sqrt_recip_alphas_cumprod",
            "sqrt_recipm1_alphas_cumprod",
            "posterior_variance",
            "posterior_log_variance_clipped",
            "posterior_mean_coef1",
            "posterior_mean_coef2",
            "lvlb_weights",
            "logvar",
            "scale_factor",
            "denoiser.sigmas",
            "denoiser.log_sigmas",
            "global_step",
            "epoch",
            "v_pred",
            "ztsnr",
            "cond_stage_model.logit_scale",
            "cond_stage_model.text_projection",
            "conditioner.embedders.0.logit_scale",
            "conditioner.embedders.0.text_projection");

    private final String prefix;
    private final ModulePaths paths;

    private OneFileNames(String prefix, ModulePaths paths) {
        this.prefix = prefix;
        this.paths = paths;
    }

    /** @param prefix {@link #UNET_PREFIX}, or nothing where the denoiser was saved alone */
    public static OneFileNames unet(String prefix, UNetConfig config) {
        return new OneFileNames(prefix, UNetPaths.of(config));
    }

    /** @param prefix {@link #VAE_PREFIX}, or nothing where the autoencoder was saved alone */
    public static OneFileNames vae(String prefix, VaeConfig config) {
        return new OneFileNames(prefix, VaePaths.of(config));
    }

    @Override
    public List<StoredWeight> of(String key) {
        return List.of(new StoredWeight.Whole(prefix + paths.rename(key).orElse(key)));
    }

    @Override
    public boolean mayBeLeft(String name) {
        return !name.startsWith(prefix) || isWithoutEffect(name);
    }

    /**
     * Whether a tensor is of no part: averages of training, its state, and noise schedules, which have no effect here.
     */
    public static boolean isWithoutEffect(String name) {
        return OF_THE_NOISE_SCHEDULE.contains(name)
                || OF_TRAINING.stream().anyMatch(name::startsWith);
    }
}
