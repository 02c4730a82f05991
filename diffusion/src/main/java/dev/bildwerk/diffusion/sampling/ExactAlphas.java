package dev.bildwerk.diffusion.sampling;

/** Alpha-bar and sigma of every training timestep in doubles, as AUTOMATIC1111 and ComfyUI compute them. */
final class ExactAlphas {
    /** Of the last timestep where its signal would be none. */
    private static final double LAST_ALPHA_BAR = 4.8973451890853435e-8;

    private ExactAlphas() {}

    static NoiseSchedule of(SchedulerConfig config, SamplingDialect dialect) {
        double[] alphaBars = alphaBars(config);
        float[] rounded = new float[alphaBars.length];
        double[] sigmas = new double[alphaBars.length];
        for (int t = 0; t < alphaBars.length; t++) {
            rounded[t] = (float) alphaBars[t];
            sigmas[t] = dialect == SamplingDialect.A1111
                    ? (float) Math.sqrt((1 - rounded[t]) / rounded[t])
                    : Math.sqrt((1 - alphaBars[t]) / alphaBars[t]);
        }
        return NoiseSchedule.of(config, rounded, sigmas);
    }

    private static double[] alphaBars(SchedulerConfig config) {
        double[] betas =
                config.betaSchedule().exactBetas(config.betaStart(), config.betaEnd(), config.trainTimesteps());
        double[] products = new double[betas.length];
        double product = 1;
        for (int t = 0; t < betas.length; t++) {
            product *= 1 - betas[t];
            products[t] = product;
        }
        if (config.rescaleBetasZeroSnr()) {
            double first = Math.sqrt(products[0]);
            double last = Math.sqrt(products[products.length - 1]);
            for (int t = 0; t < products.length; t++) {
                double root = (Math.sqrt(products[t]) - last) * first / (first - last);
                products[t] = root * root;
            }
            products[products.length - 1] = LAST_ALPHA_BAR;
        }
        return products;
    }
}
