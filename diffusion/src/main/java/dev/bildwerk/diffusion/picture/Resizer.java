package dev.bildwerk.diffusion.picture;

/**
 * Changes the size of 8-bit pictures with the numbers of Pillow's {@code Image.resize}, bit for bit: first across, then down,
 * rounded to 8 bits between the two, with weights of 22 binary places. The same pixels in are the same pixels out as in the
 * Python programs, and so a recipe that begins with a resize gives the same picture.
 */
final class Resizer {
    private static final int PRECISION = 22;
    private static final int HALF = 1 << (PRECISION - 1);

    private Resizer() {}

    /** @param channels bytes a pixel */
    static byte[] resize(byte[] pixels, int channels, int width, int height, int newWidth, int newHeight, Resampling by) {
        byte[] across = newWidth == width ? pixels : across(pixels, channels, width, height, newWidth, by);
        return newHeight == height ? across.clone() : down(across, channels, newWidth, height, newHeight, by);
    }

    private static byte[] across(byte[] pixels, int channels, int width, int height, int newWidth, Resampling by) {
        byte[] result = new byte[newWidth * height * channels];
        Weights weights = Weights.of(width, newWidth, by);
        for (int x = 0; x < newWidth; x++) {
            int first = weights.first[x];
            int[] factors = weights.factors[x];
            for (int y = 0; y < height; y++) {
                for (int c = 0; c < channels; c++) {
                    int sum = HALF;
                    for (int i = 0; i < factors.length; i++) {
                        sum += (pixels[(y * width + first + i) * channels + c] & 0xff) * factors[i];
                    }
                    result[(y * newWidth + x) * channels + c] = clip(sum);
                }
            }
        }
        return result;
    }

    private static byte[] down(byte[] pixels, int channels, int width, int height, int newHeight, Resampling by) {
        byte[] result = new byte[width * newHeight * channels];
        Weights weights = Weights.of(height, newHeight, by);
        int row = width * channels;
        for (int y = 0; y < newHeight; y++) {
            int first = weights.first[y];
            int[] factors = weights.factors[y];
            for (int at = 0; at < row; at++) {
                int sum = HALF;
                for (int i = 0; i < factors.length; i++) {
                    sum += (pixels[(first + i) * row + at] & 0xff) * factors[i];
                }
                result[y * row + at] = clip(sum);
            }
        }
        return result;
    }

    private static byte clip(int sum) {
        return (byte) Math.clamp(sum >> PRECISION, 0, 255);
    }

    /**
     * @param first for each new pixel the first old one that it takes from
     * @param factors what it takes from that one and those behind it
     */
    private record Weights(int[] first, int[][] factors) {
        static Weights of(int size, int newSize, Resampling by) {
            int[] first = new int[newSize];
            int[][] factors = new int[newSize][];
            double scale = (double) size / newSize;
            // Only when a picture becomes smaller does a new pixel take from more old ones than the filter is wide.
            double filterScale = Math.max(scale, 1);
            double support = by.support() * filterScale;
            for (int i = 0; i < newSize; i++) {
                double centre = (i + 0.5) * scale;
                int from = Math.max((int) (centre - support + 0.5), 0);
                int to = Math.min((int) (centre + support + 0.5), size);
                double[] weights = new double[to - from];
                double sum = 0;
                for (int j = 0; j < weights.length; j++) {
                    weights[j] = by.weight((j + from - centre + 0.5) / filterScale);
                    sum += weights[j];
                }
                first[i] = from;
                factors[i] = new int[weights.length];
                for (int j = 0; j < weights.length; j++) {
                    double weight = sum == 0 ? weights[j] : weights[j] / sum;
                    factors[i][j] = (int) ((weight < 0 ? -0.5 : 0.5) + weight * (1 << PRECISION));
                }
            }
            return new Weights(first, factors);
        }
    }
}
