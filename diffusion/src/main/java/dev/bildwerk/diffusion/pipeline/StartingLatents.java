package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.picture.Mask;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Pixels;
import dev.bildwerk.diffusion.picture.Resampling;
import dev.bildwerk.diffusion.picture.Surroundings;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.sampling.SamplingDialect;
import dev.bildwerk.diffusion.sampling.Schedules;
import dev.bildwerk.engine.Tensor;

/** What a picture's passes begin with. */
final class StartingLatents {
    private final LoadedModel model;
    private final LatentCodec codec;
    private final InpaintingChannels channels;

    StartingLatents(LoadedModel model, LatentCodec codec) {
        this.model = model;
        this.codec = codec;
        this.channels = new InpaintingChannels(model, codec);
    }

    StartingPoint of(GenerationRequest request, PassSteps pass, PictureNoise noise) {
        return switch (request.controls().start()) {
            case Start.FromNoise() -> withNothingKept(
                    StartingPoint.of(pass, pass.latent(first(request, noise))), request, noise);
            case Start.FromPicture(Picture picture, double strength) ->
                ofLatent(codec.encode(fitted(picture, request), request, noise), request, pass, noise);
            case Start.Inpainting inpainting -> inpainting(inpainting, request, pass, noise);
        };
    }

    /** @param clean a picture's latent, all of which is made anew */
    StartingPoint ofLatent(Tensor clean, GenerationRequest request, PassSteps pass, PictureNoise noise) {
        return withNothingKept(StartingPoint.of(pass, pass.latent(clean, first(request, noise))), request, noise);
    }

    private Tensor first(GenerationRequest request, PictureNoise noise) {
        return noise.first(codec.shape(request)).to(model.placement().device());
    }

    /**
     * diffusers' checkpoints for inpainting blend by themselves, so nothing is kept on the way there; {@link Retouch}
     * keeps it at the end.
     */
    private StartingPoint inpainting(
            Start.Inpainting inpainting, GenerationRequest request, PassSteps pass, PictureNoise noise) {
        Dialect dialect = request.controls().dialect();
        boolean seesMasks = InpaintingChannels.areSeenBy(model.checkpoint());
        Picture picture = fitted(inpainting.picture(), request);
        Mask mask = mask(inpainting, request);
        if (seesMasks && dialect == Dialect.DIFFUSERS && inpainting.strength() == 1) {
            return StartingPoint.of(pass, first(request, noise).mul(pass.taken().initialNoiseScale()))
                    .beside(channels.of(picture, mask, request, noise));
        }
        Tensor anew = LatentMasks.of(mask, inpainting.filling(), codec.shape(request), dialect)
                .to(model.placement().device());
        Tensor clean = codec.encode(underMask(picture, mask, inpainting.filling(), dialect), request, noise);
        boolean emptied = inpainting.filling() == Start.Filling.NOTHING && dialect != Dialect.COMFYUI;
        Tensor begin = emptied ? clean.sub(clean.mul(anew)) : clean;
        Tensor first = first(request, noise);
        StartingPoint start = StartingPoint.of(pass, pass.latent(begin, first));
        if (seesMasks) {
            start = start.beside(channels.of(picture, mask.hard(), request, noise));
        }
        return seesMasks && dialect == Dialect.DIFFUSERS
                ? start
                : start.keeping(kept(request, begin, anew, first));
    }

    private static KeptPart kept(GenerationRequest request, Tensor clean, Tensor anew, Tensor noise) {
        return switch (request.controls().dialect()) {
            case DIFFUSERS -> new KeptPart.InTheAnswer(clean, anew);
            case COMFYUI -> new KeptPart.UnderItsNoise(clean, anew, noise);
            case A1111 -> Schedules.takesTimesteps(request.sampler(), SamplingDialect.A1111)
                    ? new KeptPart.InTheQuestion(clean, anew)
                    : new KeptPart.InTheAnswer(clean, anew);
        };
    }

    private StartingPoint withNothingKept(StartingPoint start, GenerationRequest request, PictureNoise noise) {
        return InpaintingChannels.areSeenBy(model.checkpoint())
                ? start.beside(channels.ofNothing(request, noise))
                : start;
    }

    private static Picture fitted(Picture picture, GenerationRequest request) {
        return picture.resized(request.width(), request.height(), Resampling.LANCZOS);
    }

    /** diffusers hardens a mask before anything else; the others leave it its soft edges. */
    private static Mask mask(Start.Inpainting inpainting, GenerationRequest request) {
        Dialect dialect = request.controls().dialect();
        Mask mask = inpainting
                .mask()
                .resized(
                        request.width(),
                        request.height(),
                        dialect == Dialect.A1111 ? Resampling.LANCZOS : Resampling.BILINEAR);
        return dialect == Dialect.DIFFUSERS ? mask.hard() : mask;
    }

    private static Tensor underMask(Picture picture, Mask mask, Start.Filling filling, Dialect dialect) {
        return switch (filling) {
            case ORIGINAL -> Pixels.tensor(picture);
            case SURROUNDINGS -> Pixels.tensor(Surroundings.fill(picture, mask));
            case NOTHING -> dialect == Dialect.COMFYUI
                    ? LatentMasks.greyUnder(picture, mask)
                    : Pixels.tensor(picture);
        };
    }
}
