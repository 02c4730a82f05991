package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.ProgressListener.Stage;
import dev.bildwerk.diffusion.sampling.NoiseSchedule;
import dev.bildwerk.diffusion.sampling.Sampler;
import dev.bildwerk.diffusion.sampling.SamplingStoppedException;
import dev.bildwerk.diffusion.sampling.Schedule;
import dev.bildwerk.diffusion.sampling.Schedules;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.util.List;

/** The computing part of the way from a request to a picture: prompt, noise, one pass of the sampler or two, decoder. */
final class LatentDrawing {
    private final LoadedModel model;
    private final PromptEncoder prompts;
    private final NoiseSchedule noiseSchedule;
    private final LatentCodec codec;
    private final StartingLatents starts;
    private final NoisePrediction prediction;
    private final SecondPass secondPass;

    LatentDrawing(LoadedModel model) {
        this.model = model;
        this.prompts = new PromptEncoder(model);
        this.noiseSchedule = NoiseSchedule.of(model.checkpoint().scheduler());
        this.codec = new LatentCodec(model);
        this.starts = new StartingLatents(model, codec);
        this.prediction = new NoisePrediction(model);
        this.secondPass = new SecondPass(codec);
    }

    /** @throws InvalidRequestException where this model cannot draw that size or that many steps */
    void requirePossible(GenerationRequest request) {
        int factor = model.checkpoint().vae().factor();
        GenerationRequest second = SecondPass.of(request);
        for (GenerationRequest pass : List.of(request, second)) {
            if (pass.width() % factor != 0 || pass.height() % factor != 0) {
                throw new InvalidRequestException(
                        "request.size",
                        "The size is %d x %d pixels; this model draws multiples of %d."
                                .formatted(pass.width(), pass.height(), factor));
            }
            if (pass.steps() > noiseSchedule.size()) {
                throw new InvalidRequestException(
                        "request.steps",
                        "%,d steps were asked for; this model takes at most %,d."
                                .formatted(pass.steps(), noiseSchedule.size()));
            }
        }
        MemoryLimits.requireRoom(model, second);
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
            StepCounter.report(listener, Stage.ENCODING_TEXT, 0, 1);
            PictureNoise noise = new PictureNoise(request);
            StartingPoint start = starts.of(request, schedule(request), noise);
            PromptConditioning text = text(request);
            StepCounter.report(listener, Stage.ENCODING_TEXT, 1, 1);
            HiresFix hires = request.controls().hires();
            GenerationRequest second = SecondPass.of(request);
            int more = hires.isOn() ? schedule(second).size() - secondPassBegins(second) : 0;
            StepCounter steps = new StepCounter(listener, start.schedule().size() + more);
            Tensor latent = sampled(request, text, start, noise, steps);
            if (hires.isOn()) {
                PictureNoise again = new PictureNoise(second);
                Tensor enlarged = secondPass.enlarged(latent, second, again);
                StartingPoint larger = starts.ofLatent(enlarged, hires.strength(), second, schedule(second), again);
                latent = sampled(second, text(second), larger, again, steps);
            }
            return scope.keep(codec.requireFinite(latent));
        }
    }

    /** @param latent as {@link #latent} gives it */
    Picture decode(Tensor latent) {
        return codec.decode(latent);
    }

    private Tensor sampled(
            GenerationRequest request, PromptConditioning text, StartingPoint start, PictureNoise noise, StepCounter steps) {
        try {
            Tensor latent = Sampler.of(request.sampler())
                    .sample(
                            prediction.of(request, text, start),
                            start.latent(),
                            start.schedule(),
                            noise.further(),
                            (step, all, x, denoised) -> steps.afterStep(step, all));
            return start.kept() == null ? latent : start.kept().restored(latent);
        } catch (SamplingStoppedException e) {
            throw new CancelledException();
        }
    }

    /** A prompt that changes on the way counts the request's steps, from its first one on, as AUTOMATIC1111 does. */
    private PromptConditioning text(GenerationRequest request) {
        Controls controls = request.controls();
        return prompts.encode(
                PromptReading.of(controls),
                request.prompt(),
                request.negativePrompt(),
                request.steps(),
                request.guidanceScale() > 1 && model.checkpoint().unet().guidanceWidth() == 0);
    }

    private Schedule schedule(GenerationRequest request) {
        return Schedules.of(noiseSchedule, request.sampler(), request.schedule(), request.steps());
    }

    private static int secondPassBegins(GenerationRequest second) {
        return StartingPoint.firstStep(
                second.steps(), second.controls().hires().strength(), second.controls().dialect());
    }
}
