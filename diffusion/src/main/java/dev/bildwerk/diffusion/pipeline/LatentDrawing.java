package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.picture.Mask;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Pixels;
import dev.bildwerk.diffusion.picture.Resampling;
import dev.bildwerk.diffusion.picture.Surroundings;
import dev.bildwerk.diffusion.pipeline.ProgressListener.Stage;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.sampling.Denoiser;
import dev.bildwerk.diffusion.sampling.NoiseSchedule;
import dev.bildwerk.diffusion.sampling.Sampler;
import dev.bildwerk.diffusion.sampling.SamplingStoppedException;
import dev.bildwerk.diffusion.sampling.Schedule;
import dev.bildwerk.diffusion.sampling.Schedules;
import dev.bildwerk.diffusion.unet.AddedConditions;
import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.diffusion.vae.LatentDistribution;
import dev.bildwerk.diffusion.vae.Vae;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.EngineException;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.util.List;

/** The computing part of the way from a request to a picture: prompt, noise, sampler, decoder. */
final class LatentDrawing {
    private final LoadedModel model;
    private final PromptEncoder prompts;
    private final NoiseSchedule noiseSchedule;

    LatentDrawing(LoadedModel model) {
        this.model = model;
        this.prompts = new PromptEncoder(model);
        this.noiseSchedule = NoiseSchedule.of(model.checkpoint().scheduler());
    }

    /** @throws InvalidRequestException where this model cannot draw that size or that many steps */
    void requirePossible(GenerationRequest request) {
        int factor = model.checkpoint().vae().factor();
        for (GenerationRequest pass : List.of(request, enlarged(request))) {
            if (pass.width() % factor != 0 || pass.height() % factor != 0) {
                throw new InvalidRequestException(
                        "request.size",
                        "The size is %d x %d pixels; this model draws multiples of %d."
                                .formatted(pass.width(), pass.height(), factor));
            }
        }
        if (request.steps() > noiseSchedule.size()) {
            throw tooManySteps(request.steps());
        }
        GenerationRequest largest = enlarged(request);
        if (largest.steps() > noiseSchedule.size()) {
            throw tooManySteps(largest.steps());
        }
        MemoryLimits.requireRoom(model, largest);
    }

    private InvalidRequestException tooManySteps(int steps) {
        return new InvalidRequestException(
                "request.steps",
                "%,d steps were asked for; this model takes at most %,d.".formatted(steps, noiseSchedule.size()));
    }

    /**
     * The finished latent, as the denoiser knows it (times {@code scaling_factor}).
     *
     * @return {@code [1, latentChannels, height / factor, width / factor]} in F32, in the caller's scope; with a second pass
     *     of the enlarged size
     */
    Tensor latent(GenerationRequest request, ProgressListener listener) {
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            report(listener, Stage.ENCODING_TEXT, 0, 1);
            PictureNoise noise = new PictureNoise(request);
            StartingPoint start = start(request, noise);
            PromptConditioning text = text(request);
            report(listener, Stage.ENCODING_TEXT, 1, 1);
            HiresFix hires = request.controls().hires();
            GenerationRequest second = enlarged(request);
            int more = hires.isOn() ? schedule(second).size() - secondPassBegins(second) : 0;
            StepCounter steps = new StepCounter(listener, start.schedule().size() + more);
            Tensor latent = sampled(request, text, start, noise, steps);
            if (hires.isOn()) {
                PictureNoise again = new PictureNoise(second);
                StartingPoint larger = StartingPoint.ofPicture(
                        schedule(second),
                        enlarged(latent, second, again),
                        again.first(shape(second)).to(model.placement().device()),
                        hires.strength(),
                        request.controls().dialect());
                larger = withNothingKept(larger, second, again);
                latent = sampled(second, text(second), larger, again, steps);
            }
            return scope.keep(requireFinite(latent));
        }
    }

    /** Counts the steps of all passes as one row. */
    private static final class StepCounter {
        private final ProgressListener listener;
        private final int all;
        private int before;

        StepCounter(ProgressListener listener, int all) {
            this.listener = listener;
            this.all = all;
            report(listener, Stage.DENOISING, 0, all);
        }

        boolean afterStep(int step, int steps) {
            boolean on = listener.progress(Stage.DENOISING, before + step, all);
            if (step == steps) {
                before += steps;
            }
            return on;
        }
    }

    private Tensor sampled(
            GenerationRequest request, PromptConditioning text, StartingPoint start, PictureNoise noise, StepCounter steps) {
        Denoiser guided = new GuidedDenoiser(
                noiseModel(start),
                start.schedule(),
                text,
                numbers(request),
                request.controls().guidance().of(request.guidanceScale(), start.schedule()));
        Denoiser denoiser = start.kept() == null ? guided : start.kept().around(guided);
        try {
            Tensor latent = Sampler.of(request.sampler())
                    .sample(
                            denoiser,
                            start.latent(),
                            start.schedule(),
                            noise.further(),
                            (step, all, x, denoised) -> steps.afterStep(step, all));
            return start.kept() == null ? latent : start.kept().restored(latent);
        } catch (SamplingStoppedException e) {
            throw new CancelledException();
        }
    }

    private NoiseModel noiseModel(StartingPoint start) {
        UNet unet = model.unet().part();
        return start.beside() == null
                ? (input, step) -> unet.apply(input)
                : (input, step) -> unet.apply(input.beside(start.beside()));
    }

    /** A prompt that changes on the way counts the request's steps, from its first one on, as AUTOMATIC1111 does. */
    private PromptConditioning text(GenerationRequest request) {
        Controls controls = request.controls();
        return prompts.encode(
                new PromptReading(controls.dialect(), controls.clipSkip()),
                request.prompt(),
                request.negativePrompt(),
                request.steps(),
                request.guidanceScale() > 1);
    }

    private Schedule schedule(GenerationRequest request) {
        return Schedules.of(noiseSchedule, request.sampler(), request.schedule(), request.steps());
    }

    private StartingPoint start(GenerationRequest request, PictureNoise noise) {
        Device device = model.placement().device();
        Dialect dialect = request.controls().dialect();
        Schedule schedule = schedule(request);
        return switch (request.controls().start()) {
            case Start.FromNoise() -> withNothingKept(
                    StartingPoint.ofNoise(schedule, noise.first(shape(request)).to(device)), request, noise);
            case Start.FromPicture(Picture picture, double strength) -> {
                Tensor clean = encode(fitted(picture, request), request, noise);
                Tensor first = noise.first(shape(request)).to(device);
                yield withNothingKept(
                        StartingPoint.ofPicture(schedule, clean, first, strength, dialect), request, noise);
            }
            case Start.Inpainting inpainting when seesMasks() -> forInpaintingModel(inpainting, request, noise, schedule);
            case Start.Inpainting inpainting -> {
                Picture picture = fitted(inpainting.picture(), request);
                Mask mask = inpainting.mask().resized(request.width(), request.height(), Resampling.BILINEAR).hard();
                Tensor anew = latentMask(mask, shape(request), dialect).to(device);
                Tensor clean = encode(underMask(picture, mask, inpainting.filling()), request, noise);
                Tensor kept = clean.sub(clean.mul(anew));
                Tensor begin = inpainting.filling() == Start.Filling.NOTHING ? kept : clean;
                yield StartingPoint.ofPicture(
                                schedule, begin, noise.first(shape(request)).to(device), inpainting.strength(), dialect)
                        .keeping(new StartingPoint.Kept(clean, anew));
            }
        };
    }

    /** Whether this is a checkpoint for inpainting, whose denoiser sees the mask and the rest of the picture. */
    private boolean seesMasks() {
        return model.checkpoint().unet().inChannels() == 2 * model.checkpoint().vae().latentChannels() + 1;
    }

    /** Such a checkpoint blends by itself, so nothing is kept on the way; {@link Retouch} keeps it at the end. */
    private StartingPoint forInpaintingModel(
            Start.Inpainting inpainting, GenerationRequest request, PictureNoise noise, Schedule schedule) {
        Device device = model.placement().device();
        Dialect dialect = request.controls().dialect();
        Picture picture = fitted(inpainting.picture(), request);
        Mask mask = inpainting.mask().resized(request.width(), request.height(), Resampling.BILINEAR).hard();
        StartingPoint begin;
        if (inpainting.strength() == 1) {
            begin = StartingPoint.ofNoise(schedule, noise.first(shape(request)).to(device));
        } else {
            Tensor clean = encode(underMask(picture, mask, inpainting.filling()), request, noise);
            Tensor first = noise.first(shape(request)).to(device);
            begin = StartingPoint.ofPicture(schedule, clean, first, inpainting.strength(), dialect);
        }
        Tensor pixels = Pixels.tensor(picture);
        Tensor anew = Pixels.tensor(mask);
        return begin.beside(beside(pixels.sub(pixels.mul(anew)), anew, request, noise));
    }

    private StartingPoint withNothingKept(StartingPoint start, GenerationRequest request, PictureNoise noise) {
        if (!seesMasks()) {
            return start;
        }
        Tensor all = Pixels.tensor(Mask.filled(request.width(), request.height(), 255));
        Tensor grey = Tensor.zeros(DType.F32, 1, 3, request.height(), request.width());
        return start.beside(beside(grey, all, request, noise));
    }

    /**
     * @param left {@code [1, 3, height, width]}, the picture with grey where it is made anew
     * @param anew {@code [1, 1, height, width]}, 1 there
     */
    private Tensor beside(Tensor left, Tensor anew, GenerationRequest request, PictureNoise noise) {
        long[] shape = shape(request);
        Tensor mask = anew.resizedNearest(shape[2], shape[3]).to(model.placement().device());
        return Tensor.cat(1, mask, encode(left, request, noise));
    }

    private static Picture fitted(Picture picture, GenerationRequest request) {
        return picture.resized(request.width(), request.height(), Resampling.LANCZOS);
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

    /**
     * A picture's latent, as the denoiser knows it. diffusers draws it from the distribution that the encoder gives, others
     * take that one's mean.
     */
    private Tensor encode(Picture picture, GenerationRequest request, PictureNoise noise) {
        return encode(Pixels.tensor(picture), request, noise);
    }

    private Tensor encode(Tensor picture, GenerationRequest request, PictureNoise noise) {
        Vae vae = model.vae().part();
        LatentDistribution latent = vae.encode(picture.to(model.placement().device())
                .to(model.placement().precision()));
        Tensor drawn = request.controls().dialect() == Dialect.DIFFUSERS
                ? latent.sample(noise.further().draw(shape(request)).like(latent.mean()))
                : latent.mean();
        return requireFinite(vae.scale(drawn.to(DType.F32)));
    }

    private static GenerationRequest enlarged(GenerationRequest request) {
        HiresFix hires = request.controls().hires();
        return request.withSize(hires.enlarged(request.width()), hires.enlarged(request.height()))
                .withSteps(hires.steps() == 0 ? request.steps() : hires.steps());
    }

    private static int secondPassBegins(GenerationRequest second) {
        return StartingPoint.firstStep(
                second.steps(), second.controls().hires().strength(), second.controls().dialect());
    }

    private Tensor enlarged(Tensor latent, GenerationRequest second, PictureNoise noise) {
        long[] shape = shape(second);
        return switch (second.controls().hires().upscaler()) {
            case LATENT_NEAREST -> latent.resizedNearest(shape[2], shape[3]);
            case LATENT_BILINEAR -> latent.resizedBilinear(shape[2], shape[3]);
            case LATENT_BICUBIC -> latent.resizedBicubic(shape[2], shape[3]);
            case BICUBIC, LANCZOS -> {
                Resampling by = second.controls().hires().upscaler().resampling();
                Picture larger = decode(latent).resized(second.width(), second.height(), by);
                yield encode(larger, second, noise);
            }
        };
    }

    /** @param latent as {@link #latent} gives it */
    Picture decode(Tensor latent) {
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            Vae vae = model.vae().part();
            Tensor decoded = vae.decode(vae.unscale(latent).to(model.placement().precision()));
            return Pixels.picture(requireFinite(decoded));
        }
    }

    static void report(ProgressListener listener, Stage stage, int step, int steps) {
        if (!listener.progress(stage, step, steps)) {
            throw new CancelledException();
        }
    }

    private long[] shape(GenerationRequest request) {
        int factor = model.checkpoint().vae().factor();
        return new long[] {
            1, model.checkpoint().vae().latentChannels(), request.height() / factor, request.width() / factor
        };
    }

    /** Original size, crop and target size: a whole picture of the size asked for. */
    private double[] numbers(GenerationRequest request) {
        return model.checkpoint().unet().added() instanceof AddedConditions.TextTime
                ? new double[] {request.height(), request.width(), 0, 0, request.height(), request.width()}
                : null;
    }

    private Tensor requireFinite(Tensor values) {
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
