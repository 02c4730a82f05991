package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Pixels;
import dev.bildwerk.diffusion.pipeline.ProgressListener.Stage;
import dev.bildwerk.diffusion.sampling.NoiseSchedule;
import dev.bildwerk.diffusion.sampling.NoiseSource;
import dev.bildwerk.diffusion.sampling.Sampler;
import dev.bildwerk.diffusion.sampling.SamplingStoppedException;
import dev.bildwerk.diffusion.sampling.Schedule;
import dev.bildwerk.diffusion.sampling.Schedules;
import dev.bildwerk.diffusion.unet.AddedConditions;
import dev.bildwerk.diffusion.vae.Vae;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.EngineException;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.noise.TorchGenerator;

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
        if (request.width() % factor != 0 || request.height() % factor != 0) {
            throw new InvalidRequestException(
                    "request.size",
                    "The size is %d x %d pixels; this model draws multiples of %d."
                            .formatted(request.width(), request.height(), factor));
        }
        if (request.steps() > noiseSchedule.size()) {
            throw new InvalidRequestException(
                    "request.steps",
                    "%,d steps were asked for; this model takes at most %,d."
                            .formatted(request.steps(), noiseSchedule.size()));
        }
        MemoryLimits.requireRoom(model, request);
    }

    /**
     * The finished latent, as the denoiser knows it (times {@code scaling_factor}).
     *
     * @return {@code [1, latentChannels, height / factor, width / factor]} in F32, in the caller's scope
     */
    Tensor latent(GenerationRequest request, ProgressListener listener) {
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            report(listener, Stage.ENCODING_TEXT, 0, 1);
            TextConditioning text = request.guidanceScale() > 1
                    ? prompts.encodeGuided(request.prompt(), request.negativePrompt())
                    : prompts.encode(request.prompt());
            report(listener, Stage.ENCODING_TEXT, 1, 1);
            Schedule schedule = Schedules.of(noiseSchedule, request.sampler(), request.schedule(), request.steps());
            NoiseSource noise = NoiseSource.of(new TorchGenerator(request.seed()));
            Tensor start = schedule.initialLatent(noise.draw(shape(request)))
                    .to(model.placement().device());
            GuidedDenoiser denoiser = new GuidedDenoiser(
                    model.unet().part(), schedule, text, numbers(request), request.guidanceScale());
            report(listener, Stage.DENOISING, 0, request.steps());
            try {
                Tensor latent = Sampler.of(request.sampler())
                        .sample(
                                denoiser,
                                start,
                                schedule,
                                noise,
                                (step, steps, x, denoised) -> listener.progress(Stage.DENOISING, step, steps));
                return scope.keep(requireFinite(latent));
            } catch (SamplingStoppedException e) {
                throw new CancelledException();
            }
        }
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
