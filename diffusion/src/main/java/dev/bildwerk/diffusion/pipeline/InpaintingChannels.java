package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.picture.Mask;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Pixels;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Tensor;

/** What a checkpoint for inpainting sees beside the latent: the mask, and the latent of the picture with grey under it. */
final class InpaintingChannels {
    private final LoadedModel model;
    private final LatentCodec codec;

    InpaintingChannels(LoadedModel model, LatentCodec codec) {
        this.model = model;
        this.codec = codec;
    }

    /** Whether this is such a checkpoint. */
    static boolean areSeenBy(Checkpoint checkpoint) {
        return checkpoint.unet().inChannels() == 2 * checkpoint.vae().latentChannels() + 1;
    }

    /** @param mask hard, of the picture's size */
    Tensor of(Picture picture, Mask mask, GenerationRequest request, PictureNoise noise) {
        Tensor pixels = Pixels.tensor(picture);
        Tensor anew = Pixels.tensor(mask);
        return of(pixels.sub(pixels.mul(anew)), anew, request, noise);
    }

    /** Nothing is kept. */
    Tensor ofNothing(GenerationRequest request, PictureNoise noise) {
        Tensor all = Pixels.tensor(Mask.filled(request.width(), request.height(), 255));
        Tensor grey = Tensor.zeros(DType.F32, 1, 3, request.height(), request.width());
        return of(grey, all, request, noise);
    }

    /**
     * @param left {@code [1, 3, height, width]}, the picture with grey where it is made anew
     * @param anew {@code [1, 1, height, width]}, 1 there
     */
    private Tensor of(Tensor left, Tensor anew, GenerationRequest request, PictureNoise noise) {
        long[] shape = codec.shape(request);
        Tensor mask = anew.resizedNearest(shape[2], shape[3]).to(model.placement().device());
        return Tensor.cat(1, mask, codec.encode(left, request, noise));
    }
}
