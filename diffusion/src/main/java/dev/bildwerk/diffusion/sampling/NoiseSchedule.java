package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/**
 * How much noise there is at each training timestep, in two forms: the cumulative product alpha-bar of the variance
 * preserving form {@code sqrt(alphaBar) * clean + sqrt(1 - alphaBar) * noise}, and
 * {@code sigma = sqrt((1 - alphaBar) / alphaBar)} of the variance exploding form {@code clean + sigma * noise}.
 *
 * <p>With zero terminal SNR the last alpha-bar is 2^-24 in place of 0, so that its sigma is 4096 and not infinite, as
 * in diffusers' Euler and DPM-Solver schedulers.
 *
 * <p>Sigmas agree with diffusers' to 1e-6; with zero terminal SNR to 1e-4, and those of the first five timesteps to
 * 2e-3: there 1 - alphaBar keeps few digits in 32-bit floats, and torch's vectorised square root rounds otherwise than
 * IEEE's.
 *
 * <p>Immutable and thread-safe.
 *
 * @see <a href="https://arxiv.org/abs/2305.08891">Lin et al. 2023, algorithm 1, for zero terminal SNR</a>
 */
public final class NoiseSchedule {
    private static final float SMALLEST_ALPHA_BAR = 0x1p-24f;
    private static final double SMALLEST_SIGMA = 1e-10;

    private final SchedulerConfig config;
    private final float[] alphasCumprod;
    private final float[] sigmas;
    private final float[] logSigmas;

    private NoiseSchedule(SchedulerConfig config, float[] alphasCumprod) {
        this.config = config;
        this.alphasCumprod = alphasCumprod;
        this.sigmas = new float[alphasCumprod.length];
        this.logSigmas = new float[alphasCumprod.length];
        for (int t = 0; t < sigmas.length; t++) {
            sigmas[t] = (float) Math.sqrt((1 - alphasCumprod[t]) / alphasCumprod[t]);
            logSigmas[t] = (float) Math.log(sigmas[t]);
        }
    }

    public static NoiseSchedule of(SchedulerConfig config) {
        float[] betas = config.betaSchedule().betas(config.betaStart(), config.betaEnd(), config.trainTimesteps());
        if (!config.rescaleBetasZeroSnr()) {
            return new NoiseSchedule(config, cumulativeAlphas(betas));
        }
        float[] alphasCumprod = cumulativeAlphas(withZeroTerminalSnr(betas));
        alphasCumprod[alphasCumprod.length - 1] = SMALLEST_ALPHA_BAR;
        return new NoiseSchedule(config, alphasCumprod);
    }

    /**
     * As a program computes it: AUTOMATIC1111 and ComfyUI multiply in doubles and round alpha-bar or sigma at the end,
     * and leave a last alpha-bar of 4.9e-8 where it would be 0.
     */
    public static NoiseSchedule of(SchedulerConfig config, SamplingDialect dialect) {
        return dialect == SamplingDialect.DIFFUSERS ? of(config) : ExactAlphas.of(config, dialect);
    }

    /** @param sigmas of the training timesteps, not yet rounded */
    static NoiseSchedule of(SchedulerConfig config, float[] alphasCumprod, double[] sigmas) {
        NoiseSchedule schedule = new NoiseSchedule(config, alphasCumprod);
        for (int t = 0; t < sigmas.length; t++) {
            schedule.sigmas[t] = (float) sigmas[t];
            schedule.logSigmas[t] = (float) Math.log(sigmas[t]);
        }
        return schedule;
    }

    public SchedulerConfig config() {
        return config;
    }

    /** Number of training timesteps. */
    public int size() {
        return sigmas.length;
    }

    /** Alpha-bar of a training timestep, 0 to {@link #size} - 1. */
    public double alphaBar(int timestep) {
        return alphasCumprod[timestep];
    }

    /** A copy of alpha-bar at every training timestep. */
    public float[] alphasCumprod() {
        return alphasCumprod.clone();
    }

    /**
     * Sigma of a timestep that need not be whole, between its neighbours' on a line; outside of the table the
     * nearest's.
     */
    public double sigma(double timestep) {
        double inside = Math.clamp(timestep, 0, size() - 1);
        int low = Math.min((int) inside, size() - 2);
        return (float) (sigmas[low] + (inside - low) * ((double) sigmas[low + 1] - sigmas[low]));
    }

    /** Between its neighbours' on a line over log sigma, rounded at every operation as in k-diffusion. */
    double sigmaOverLog(float timestep) {
        int low = (int) timestep;
        int high = (int) Math.ceil(timestep);
        float weight = timestep - low;
        float logSigma = (1 - weight) * logSigmas[low] + weight * logSigmas[high];
        return (float) Math.exp(logSigma);
    }

    public double smallestSigma() {
        return sigmas[0];
    }

    public double largestSigma() {
        return sigmas[size() - 1];
    }

    /** The timestep of a sigma, not whole as a rule: between its neighbours' on a line over log sigma. */
    public double timestep(double sigma) {
        double logSigma = Math.log(Math.max(sigma, SMALLEST_SIGMA));
        int low = 0;
        int high = size() - 1;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (logSigmas[middle] <= logSigma) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double weight = (logSigmas[low] - logSigma) / ((double) logSigmas[low] - logSigmas[high]);
        return low + Math.clamp(weight, 0, 1);
    }

    /** The training timestep whose sigma is nearest over log sigma; the lower one of two. */
    public int nearestTimestep(double sigma) {
        double logSigma = Math.log(Math.max(sigma, SMALLEST_SIGMA));
        int low = Math.min((int) timestep(sigma), size() - 2);
        return logSigma - logSigmas[low] <= logSigmas[low + 1] - logSigma ? low : low + 1;
    }

    /** {@code clean + sigma * noise}. */
    public static Tensor addNoise(Tensor clean, Tensor noise, double sigma) {
        return clean.add(noise, sigma);
    }

    /** Multiplied in doubles and rounded at each timestep, as torch's cumprod. */
    private static float[] cumulativeAlphas(float[] betas) {
        float[] products = new float[betas.length];
        double product = 1;
        for (int t = 0; t < betas.length; t++) {
            product *= 1 - betas[t];
            products[t] = (float) product;
        }
        return products;
    }

    private static float[] withZeroTerminalSnr(float[] betas) {
        float[] roots = cumulativeAlphas(betas);
        for (int t = 0; t < roots.length; t++) {
            roots[t] = (float) Math.sqrt(roots[t]);
        }
        float first = roots[0];
        float last = roots[roots.length - 1];
        float scale = first / (first - last);
        float[] rescaled = new float[betas.length];
        float previous = 1;
        for (int t = 0; t < betas.length; t++) {
            float root = (roots[t] - last) * scale;
            float alphaBar = root * root;
            rescaled[t] = 1 - alphaBar / previous;
            previous = alphaBar;
        }
        return rescaled;
    }
}
