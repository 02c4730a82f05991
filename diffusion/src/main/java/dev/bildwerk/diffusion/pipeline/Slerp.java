package dev.bildwerk.diffusion.pipeline;

/**
 * Turns one noise towards another along a great circle, so that what lies between is noise of the same strength. As in A1111
 * each column of the latent turns by its own angle, and noises that are nearly the same are mixed on a line.
 */
final class Slerp {
    private static final double NEARLY_THE_SAME = 0.9995;

    private Slerp() {}

    /**
     * @param shape {@code [1, channels, height, width]} of both
     * @param strength 0 for {@code from}, 1 for {@code to}
     */
    static float[] between(float[] from, float[] to, long[] shape, double strength) {
        int channels = Math.toIntExact(shape[1]);
        int height = Math.toIntExact(shape[2]);
        int width = Math.toIntExact(shape[3]);
        double[] cosines = new double[channels * width];
        double mean = 0;
        for (int c = 0; c < channels; c++) {
            for (int x = 0; x < width; x++) {
                double cosine = cosine(from, to, c * height * width + x, height, width);
                cosines[c * width + x] = cosine;
                mean += cosine / cosines.length;
            }
        }
        float[] mixed = new float[from.length];
        for (int c = 0; c < channels; c++) {
            for (int x = 0; x < width; x++) {
                double angle = Math.acos(Math.clamp(cosines[c * width + x], -1, 1));
                boolean line = mean > NEARLY_THE_SAME || Math.sin(angle) == 0;
                double keep = line ? 1 - strength : Math.sin((1 - strength) * angle) / Math.sin(angle);
                double take = line ? strength : Math.sin(strength * angle) / Math.sin(angle);
                for (int y = 0; y < height; y++) {
                    int i = (c * height + y) * width + x;
                    mixed[i] = (float) (keep * from[i] + take * to[i]);
                }
            }
        }
        return mixed;
    }

    /** Between two columns. */
    private static double cosine(float[] from, float[] to, int start, int height, int width) {
        double product = 0;
        double squares = 0;
        double otherSquares = 0;
        for (int y = 0; y < height; y++) {
            double a = from[start + y * width];
            double b = to[start + y * width];
            product += a * b;
            squares += a * a;
            otherSquares += b * b;
        }
        double lengths = Math.sqrt(squares * otherSquares);
        return lengths == 0 ? 1 : product / lengths;
    }
}
