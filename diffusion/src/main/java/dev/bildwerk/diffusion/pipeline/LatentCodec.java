package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Pixels;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.vae.VaeTiling;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.EngineException;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;

/** Pictures as latents and back, as the denoiser knows them (times {@code scaling_factor}). */
final class LatentCodec {
    private final LoadedModel model;
    private final VaeTiling tiling;

    LatentCodec(LoadedModel model, VaeTiling tiling) {
        this.model = model;
        this.tiling = tiling;
    }

    /** {@code [1, latentChannels, height / factor, width / factor]} of a picture. */
    long[] shape(GenerationRequest request) {
        int factor = model.checkpoint().vae().factor();
        return new long[] {
            1, model.checkpoint().vae().latentChannels(), request.height() / factor, request.width() / factor
        };
    }

    /** A picture of the request's size; see {@link #encode(Tensor, GenerationRequest, PictureNoise)}. */
    Tensor encode(Picture picture, GenerationRequest request, PictureNoise noise) {
        return encode(Pixels.tensor(picture), request, noise);
    }

    /**
     * A picture's latent. diffusers draws it from the distribution that the encoder gives, others take that one's mean.
     *
     * @param picture {@code [1, 3, height, width]} of the request's size, -1 to 1
     * @return {@link #shape} in F32
     */
    Tensor encode(Tensor picture, GenerationRequest request, PictureNoise noise) {
        Tensor placed = picture.to(model.vaePlacement().device()).to(model.vaePlacement().precision());
        return requireFinite(model.vae().part().latent(
                placed,
                request.controls().dialect() == Dialect.DIFFUSERS
                        ? mean -> noise.ofEncoder(shape(request)).like(mean)
                        : null,
                tiling));
    }

    Picture decode(Tensor latent) {
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            return Pixels.picture(
                    requireFinite(model.vae().part().picture(latent, model.vaePlacement().precision(), tiling)));
        }
    }

    /** @throws EngineException with code {@code engine.not-finite} */
    Tensor requireFinite(Tensor values) {
        if (values.isFinite()) {
            return values;
        }
        DType precision = model.placement().precision();
        throw new EngineException(
                "engine.not-finite",
                precision == DType.F32
                        ? "The model computed numbers without end, so its weights are damaged: fetch it again."
                        : "The model computed numbers without end in %s: try the precision F32.".formatted(precision));
    }
}
