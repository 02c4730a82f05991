package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/**
 * What a model says about its input: the noise, the velocity or the clean latent.
 *
 * <p>Latents here are {@code x = clean + sigma * noise}; the model was trained on {@code x / sqrt(sigma^2 + 1)}.
 *
 * @see <a href="https://arxiv.org/abs/2202.00512">Salimans and Ho 2022, appendix D, for the velocity</a>
 * @see <a href="https://arxiv.org/abs/2206.00364">Karras et al. 2022, table 1, for the scalings</a>
 */
public enum PredictionType {
    EPSILON("epsilon"),
    V_PREDICTION("v_prediction"),
    SAMPLE("sample");

    private final String configName;

    PredictionType(String configName) {
        this.configName = configName;
    }

    /** As {@code prediction_type} in a diffusers scheduler configuration. */
    public String configName() {
        return configName;
    }

    /** @throws IllegalArgumentException with a sentence that lists the known names */
    public static PredictionType named(String configName) {
        return ConfigNames.find("prediction_type", configName, values(), PredictionType::configName);
    }

    /** What the model is fed: {@code x / sqrt(sigma^2 + 1)}, of variance about 1 at every noise level. */
    public static Tensor modelInput(Tensor x, double sigma) {
        return x.mul(1 / Math.sqrt(sigma * sigma + 1));
    }

    /**
     * The clean latent that a model's answer stands for.
     *
     * @param x the noisy latent, not yet scaled for the model
     * @param sigma standard deviation of the noise in x
     * @param modelOutput the model's answer to {@link #modelInput}, in x's shape
     */
    public Tensor denoised(Tensor x, double sigma, Tensor modelOutput) {
        double variance = sigma * sigma + 1;
        return switch (this) {
            case EPSILON -> x.add(modelOutput, -sigma);
            case V_PREDICTION -> x.mul(1 / variance).add(modelOutput, -sigma / Math.sqrt(variance));
            case SAMPLE -> modelOutput;
        };
    }
}
