package dev.bildwerk.diffusion.picture;

/** Softens a mask's edges. */
final class Gaussian {
    private Gaussian() {}

    static byte[] blur(byte[] values, int width, int height, double sigma) {
        double[] kernel = kernel(sigma);
        double[] across = new double[values.length];
        int reach = kernel.length / 2;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double sum = 0;
                for (int i = -reach; i <= reach; i++) {
                    sum += kernel[i + reach] * (values[y * width + Math.clamp(x + i, 0, width - 1)] & 0xff);
                }
                across[y * width + x] = sum;
            }
        }
        byte[] blurred = new byte[values.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double sum = 0;
                for (int i = -reach; i <= reach; i++) {
                    sum += kernel[i + reach] * across[Math.clamp(y + i, 0, height - 1) * width + x];
                }
                blurred[y * width + x] = (byte) Math.clamp(Math.round(sum), 0, 255);
            }
        }
        return blurred;
    }

    /** Two and a half sigmas to each side, as A1111 asks of OpenCV. */
    private static double[] kernel(double sigma) {
        int reach = (int) (2.5 * sigma + 0.5);
        double[] kernel = new double[2 * reach + 1];
        double sum = 0;
        for (int i = -reach; i <= reach; i++) {
            kernel[i + reach] = Math.exp(-0.5 * i * i / (sigma * sigma));
            sum += kernel[i + reach];
        }
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] /= sum;
        }
        return kernel;
    }
}
