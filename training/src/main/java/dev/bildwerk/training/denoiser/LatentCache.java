package dev.bildwerk.training.denoiser;

import dev.bildwerk.diffusion.vae.Vae;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.training.pictures.PictureSet;
import java.io.PrintStream;

/**
 * The latents of all pictures, computed once: the mean of each distribution, not yet scaled.
 *
 * @param values {@code [pictures, channels, side, side]}, row-major
 * @param channels of a latent
 * @param side height and width of a latent
 */
public record LatentCache(float[] values, int channels, int side) {
    private static final int BATCH = 16;

    public static LatentCache of(Vae vae, PictureSet pictures, DType format, Device device, PrintStream out) {
        int pixels = PictureSet.SIDE;
        int side = pixels / vae.config().factor();
        int size = vae.config().latentChannels() * side * side;
        float[] values = new float[pictures.size() * size];
        long lastTime = System.nanoTime();
        for (int first = 0; first < pictures.size(); first += BATCH) {
            int count = Math.min(BATCH, pictures.size() - first);
            float[] batch = new float[count * 3 * pixels * pixels];
            for (int i = 0; i < count; i++) {
                pictures.crop(first + i, 0, 0, pixels, false, batch, i * 3 * pixels * pixels);
            }
            try (Autograd off = Autograd.off();
                    Scope scope = Scope.open()) {
                Tensor input = Tensor.of(batch, count, 3, pixels, pixels).to(device).to(format);
                float[] means = vae.encode(input).mean().toFloats();
                System.arraycopy(means, 0, values, first * size, count * size);
            }
            if (System.nanoTime() - lastTime > 20e9) {
                out.printf("Latents: %,d of %,d%n", first + count, pictures.size());
                lastTime = System.nanoTime();
            }
        }
        return new LatentCache(values, vae.config().latentChannels(), side);
    }

    /** Number of values in one latent. */
    int size() {
        return channels * side * side;
    }

    /** What latents are multiplied by so that their standard deviation is 1. */
    public double scalingFactor() {
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / values.length;
        return 1 / Math.sqrt(squares / values.length - mean * mean);
    }
}
