package dev.bildwerk.training.vae;

import dev.bildwerk.diffusion.vae.LatentDistribution;
import dev.bildwerk.diffusion.vae.Vae;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Tensor;

/** What an autoencoder is trained to make small. */
public final class VaeLoss {
    private VaeLoss() {}

    /**
     * Mean absolute and squared error, the absolute error of the differences between neighbouring pixels, which keeps edges
     * sharp, and the latent's divergence from the standard normal distribution.
     *
     * @param picture {@code [batch, 3, height, width]}, values -1 to 1, in the format of the weights
     * @param noise standard normal, of the latent's shape
     */
    public static Tensor of(Vae vae, Tensor picture, Tensor noise, double divergenceWeight, double edgeWeight) {
        LatentDistribution latent = vae.encode(picture);
        Tensor error = vae.decode(latent.sample(noise)).to(DType.F32).sub(picture.to(DType.F32));
        Tensor loss = error.abs().mean().add(error.square().mean());
        if (edgeWeight > 0) {
            loss = loss.add(difference(error, 2).add(difference(error, 3)), edgeWeight);
        }
        LatentDistribution exact =
                new LatentDistribution(latent.mean().to(DType.F32), latent.logVariance().to(DType.F32));
        return loss.add(exact.divergence(), divergenceWeight);
    }

    /** The mean change of the error from one pixel to the next is the error of the picture's own change. */
    private static Tensor difference(Tensor error, int dimension) {
        long length = error.size(dimension) - 1;
        return error.narrow(dimension, 1, length).sub(error.narrow(dimension, 0, length)).abs().mean();
    }
}
