package dev.bildwerk.diffusion.vae;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Pixels;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Colours of a latent without its decoder: each pixel of a latent is a linear mixture of red, green and blue, well enough for
 * a preview. Costs nothing beside a step.
 *
 * @param red weight of each latent channel, and behind them what is added
 * @param green likewise
 * @param blue likewise
 */
public record LatentToRgb(List<Double> red, List<Double> green, List<Double> blue) {
    /** Keeps the equations solvable where a channel says nothing. */
    private static final double RIDGE = 1e-6;

    /** Of Stable Diffusion 1 and 2, {@link #of} TAESD: see docs/decisions/0007. */
    public static final LatentToRgb STABLE_DIFFUSION = new LatentToRgb(
            List.of(0.3602, 0.1739, -0.2367, -0.2790, -0.0840),
            List.of(0.2955, 0.3638, 0.1891, -0.1748, -0.0546),
            List.of(0.3189, 0.0920, 0.1429, -0.5752, -0.0858));

    /** Of Stable Diffusion XL, {@link #of} TAESDXL. */
    public static final LatentToRgb STABLE_DIFFUSION_XL = new LatentToRgb(
            List.of(0.3243, -0.2576, 0.0475, -0.2836, 0.0397),
            List.of(0.3549, 0.0630, 0.1498, -0.1413, 0.0027),
            List.of(0.3652, 0.0649, -0.0621, -0.1967, 0.0344));

    /** @throws IllegalArgumentException if the colours do not have the same number of weights */
    public LatentToRgb {
        red = List.copyOf(red);
        green = List.copyOf(green);
        blue = List.copyOf(blue);
        if (red.size() < 2 || red.size() != green.size() || red.size() != blue.size()) {
            throw new IllegalArgumentException("Each colour needs a weight for each channel and one more.");
        }
    }

    /**
     * By what an autoencoder says of a {@link TestCard}, which it encodes once.
     *
     * @param device of its weights
     * @param precision of its weights
     */
    public static LatentToRgb of(Autoencoder vae, Device device, DType precision) {
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            Tensor card = TestCard.draw();
            Tensor latent = vae.latent(card.to(device).to(precision), null);
            return fit(latent.to(Device.CPU), card);
        }
    }

    /**
     * The best map from latents to the means of the pixels that each of their pixels stands for, by least squares.
     *
     * @param latents {@code [batch, channels, height, width]}, as the denoiser knows them
     * @param pictures {@code [batch, 3, factor * height, factor * width]}, values -1 to 1
     */
    public static LatentToRgb fit(Tensor latents, Tensor pictures) {
        try (Scope scope = Scope.open()) {
            int channels = (int) latents.size(1);
            int unknown = channels + 1;
            float[] x = rows(latents);
            float[] y = rows(pictures.averagePool(pictures.size(2) / latents.size(2)));
            double[][] equations = new double[unknown][unknown + 3];
            for (int row = 0; row < x.length / channels; row++) {
                for (int i = 0; i < unknown; i++) {
                    double a = i == channels ? 1 : x[row * channels + i];
                    for (int j = 0; j < unknown; j++) {
                        equations[i][j] += a * (j == channels ? 1 : x[row * channels + j]);
                    }
                    for (int colour = 0; colour < 3; colour++) {
                        equations[i][unknown + colour] += a * y[row * 3 + colour];
                    }
                }
            }
            for (int i = 0; i < unknown; i++) {
                equations[i][i] += RIDGE;
            }
            return solved(equations);
        }
    }

    /** One row for each pixel. */
    private static float[] rows(Tensor values) {
        return values.to(DType.F32).permute(0, 2, 3, 1).contiguous().toFloats();
    }

    /** By Gauss and Jordan; the equations are those of a sum of squares, so that their diagonal is above 0. */
    private static LatentToRgb solved(double[][] equations) {
        int unknown = equations.length;
        for (int i = 0; i < unknown; i++) {
            for (int row = 0; row < unknown; row++) {
                double share = equations[row][i] / equations[i][i];
                for (int j = i; row != i && j < unknown + 3; j++) {
                    equations[row][j] -= share * equations[i][j];
                }
            }
        }
        return new LatentToRgb(
                column(equations, unknown), column(equations, unknown + 1), column(equations, unknown + 2));
    }

    private static List<Double> column(double[][] equations, int column) {
        return IntStream.range(0, equations.length)
                .mapToObj(i -> equations[i][column] / equations[i][i])
                .toList();
    }

    /**
     * The picture of a latent, in the size asked for.
     *
     * @param latent {@code [1, channels, height, width]}, as the denoiser knows it
     */
    public Picture picture(Tensor latent, int width, int height) {
        return Pixels.picture(apply(latent).resizedBilinear(height, width));
    }

    /** How many channels a latent has. */
    public int channels() {
        return red.size() - 1;
    }

    /**
     * @param latent {@code [batch, channels, height, width]}, as the denoiser knows it
     * @return {@code [batch, 3, height, width]} in F32, values about -1 to 1
     */
    public Tensor apply(Tensor latent) {
        int channels = channels();
        float[] weights = new float[3 * channels];
        float[] added = new float[3];
        List<List<Double>> colours = List.of(red, green, blue);
        for (int colour = 0; colour < 3; colour++) {
            for (int i = 0; i < channels; i++) {
                weights[colour * channels + i] = colours.get(colour).get(i).floatValue();
            }
            added[colour] = colours.get(colour).getLast().floatValue();
        }
        Tensor values = latent.to(DType.F32);
        return values.conv2d(
                Tensor.of(weights, 3, channels, 1, 1).like(values), Tensor.of(added, 3).like(values), 1, 0);
    }
}
