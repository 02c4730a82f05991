package dev.bildwerk.diffusion.unet;

import dev.bildwerk.engine.Tensor;

/** Sines and cosines of a number at geometrically spaced frequencies (Vaswani et al. 2017), as diffusers computes them. */
final class SinusoidalEmbedding {
    private static final double MAX_PERIOD = 10_000;

    private SinusoidalEmbedding() {}

    /**
     * @param values one a row
     * @param width even
     * @return {@code [values.length, width]} in fp32
     */
    static Tensor of(double[] values, int width, boolean flipSinToCos, double freqShift) {
        int half = width / 2;
        float[] embedded = new float[values.length * width];
        int sines = flipSinToCos ? half : 0;
        int cosines = flipSinToCos ? 0 : half;
        for (int row = 0; row < values.length; row++) {
            for (int i = 0; i < half; i++) {
                // The reference rounds exponent, frequency and angle to fp32, which shows at large timesteps.
                float exponent = (float) (-Math.log(MAX_PERIOD) * i) / (float) (half - freqShift);
                float angle = (float) values[row] * (float) Math.exp(exponent);
                embedded[row * width + sines + i] = (float) Math.sin(angle);
                embedded[row * width + cosines + i] = (float) Math.cos(angle);
            }
        }
        return Tensor.of(embedded, values.length, width);
    }
}
