package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.picture.Mask;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Pixels;
import dev.bildwerk.diffusion.picture.Resampling;
import dev.bildwerk.diffusion.picture.Surroundings;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.sampling.Schedule;
import dev.bildwerk.engine.Device;
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

    /** @param schedule of the request's steps */
    StartingPoint of(GenerationRequest request, Schedule schedule, PictureNoise noise) {
        return switch (request.controls().start()) {
            case Start.FromNoise() -> withNothingKept(
                    StartingPoint.ofNoise(schedule, first(request, noise)), request, noise);
            case Start.FromPicture(Picture picture, double strength) -> {
                Tensor clean = codec.encode(fitted(picture, request), request, noise);
                yield ofLatent(clean, strength, request, schedule, noise);
            }
            case Start.Inpainting inpainting when InpaintingChannels.areSeenBy(model.checkpoint()) ->
                forInpaintingModel(inpainting, request, noise, schedule);
            case Start.Inpainting inpainting -> inpainting(inpainting, request, noise, schedule);
        };
    }

    /** @param clean a picture's latent, all of which is made anew */
    StartingPoint ofLatent(
            Tensor clean, double strength, GenerationRequest request, Schedule schedule, PictureNoise noise) {
        StartingPoint start = StartingPoint.ofPicture(
                schedule, clean, first(request, noise), strength, request.controls().dialect());
        return withNothingKept(start, request, noise);
    }

    private Tensor first(GenerationRequest request, PictureNoise noise) {
        return noise.first(codec.shape(request)).to(model.placement().device());
    }

    private StartingPoint inpainting(
            Start.Inpainting inpainting, GenerationRequest request, PictureNoise noise, Schedule schedule) {
        Dialect dialect = request.controls().dialect();
        Device device = model.placement().device();
        Picture picture = fitted(inpainting.picture(), request);
        Mask mask = hardMask(inpainting, request);
        Tensor anew = latentMask(mask, codec.shape(request), dialect).to(device);
        Tensor clean = codec.encode(underMask(picture, mask, inpainting.filling()), request, noise);
        Tensor kept = clean.sub(clean.mul(anew));
        Tensor begin = inpainting.filling() == Start.Filling.NOTHING ? kept : clean;
        return StartingPoint.ofPicture(schedule, begin, first(request, noise), inpainting.strength(), dialect)
                .keeping(new StartingPoint.Kept(clean, anew));
    }

    /** Such a checkpoint blends by itself, so nothing is kept on the way; {@link Retouch} keeps it at the end. */
    private StartingPoint forInpaintingModel(
            Start.Inpainting inpainting, GenerationRequest request, PictureNoise noise, Schedule schedule) {
        Picture picture = fitted(inpainting.picture(), request);
        Mask mask = hardMask(inpainting, request);
        StartingPoint begin;
        if (inpainting.strength() == 1) {
            begin = StartingPoint.ofNoise(schedule, first(request, noise));
        } else {
            Tensor clean = codec.encode(underMask(picture, mask, inpainting.filling()), request, noise);
            begin = StartingPoint.ofPicture(
                    schedule, clean, first(request, noise), inpainting.strength(), request.controls().dialect());
        }
        return begin.beside(channels.of(picture, mask, request, noise));
    }

    private StartingPoint withNothingKept(StartingPoint start, GenerationRequest request, PictureNoise noise) {
        return InpaintingChannels.areSeenBy(model.checkpoint())
                ? start.beside(channels.ofNothing(request, noise))
                : start;
    }

    private static Picture fitted(Picture picture, GenerationRequest request) {
        return picture.resized(request.width(), request.height(), Resampling.LANCZOS);
    }

    private static Mask hardMask(Start.Inpainting inpainting, GenerationRequest request) {
        return inpainting.mask().resized(request.width(), request.height(), Resampling.BILINEAR).hard();
    }

    private static Picture underMask(Picture picture, Mask mask, Start.Filling filling) {
        return filling == Start.Filling.SURROUNDINGS ? Surroundings.fill(picture, mask) : picture;
    }

    /** Whole elements are made anew or kept: diffusers looks at one pixel of each, the others at all of them. */
    private static Tensor latentMask(Mask mask, long[] shape, Dialect dialect) {
        int height = Math.toIntExact(shape[2]);
        int width = Math.toIntExact(shape[3]);
        return dialect == Dialect.DIFFUSERS
                ? Pixels.tensor(mask).resizedNearest(height, width)
                : Pixels.tensor(mask.resized(width, height, Resampling.BICUBIC).hard());
    }
}
