package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.ProgressListener.Stage;
import dev.bildwerk.diffusion.sampling.NoiseSource;
import dev.bildwerk.diffusion.sampling.Sampler;
import dev.bildwerk.diffusion.sampling.SamplingStoppedException;
import dev.bildwerk.diffusion.unet.AddedConditions;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.util.List;

/** The computing part of the way from a request to a picture: prompt, noise, one pass of the sampler or two, decoder. */
final class LatentDrawing {
    private final LoadedModel model;
    private final PromptEncoder prompts;
    private final PassPlans plans;
    private final LatentCodec codec;
    private final StartingLatents starts;
    private final NoisePrediction prediction;
    private final SecondPass secondPass;

    /** For requests without guides. */
    LatentDrawing(LoadedModel model) {
        this(model, new GuideSlot(model));
    }

    /** @param guides holds the networks beside the model from picture to picture */
    LatentDrawing(LoadedModel model, GuideSlot guides) {
        this.model = model;
        this.prompts = new PromptEncoder(model);
        this.plans = new PassPlans(
                model.checkpoint().scheduler(),
                model.checkpoint().unet().added() instanceof AddedConditions.TextTime);
        this.codec = new LatentCodec(model);
        this.starts = new StartingLatents(model, codec);
        this.prediction = new NoisePrediction(model, guides);
        this.secondPass = new SecondPass(codec);
    }

    /** @throws InvalidRequestException where this model cannot draw that size or that many steps */
    void requirePossible(GenerationRequest request) {
        int factor = model.checkpoint().vae().factor();
        GenerationRequest second = SecondPass.of(request);
        for (GenerationRequest pass : List.of(request, second)) {
            RequestRules.checkMultiples("", pass.width(), pass.height(), factor);
        }
        plans.requirePossible(request);
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
            PassSteps pass = plans.of(request);
            StartingPoint start = starts.of(request, pass, noise);
            PromptConditioning text = text(request);
            StepCounter.report(listener, Stage.ENCODING_TEXT, 1, 1);
            boolean again = request.controls().hires().isOn();
            GenerationRequest second = SecondPass.of(request);
            PassSteps secondSteps = again ? plans.ofSecond(second) : null;
            int all = pass.taken().size() + (again ? secondSteps.taken().size() : 0);
            StepCounter steps = new StepCounter(listener, all);
            Tensor latent = sampled(request, text, start, noise.further(pass), steps);
            if (again) {
                PictureNoise more = new PictureNoise(second);
                Tensor enlarged = secondPass.enlarged(latent, second, more);
                StartingPoint larger = starts.ofLatent(enlarged, second, secondSteps, more);
                latent = sampled(second, text(second), larger, more.further(secondSteps), steps);
            }
            return scope.keep(codec.requireFinite(latent));
        }
    }

    /** @param latent as {@link #latent} gives it */
    Picture decode(Tensor latent) {
        return codec.decode(latent);
    }

    private Tensor sampled(
            GenerationRequest request, PromptConditioning text, StartingPoint start, NoiseSource noise, StepCounter steps) {
        try {
            Tensor latent = Sampler.of(request.sampler(), PassPlans.sampling(request.controls().dialect()))
                    .sample(
                            prediction.of(request, text, start),
                            start.latent(),
                            start.schedule(),
                            noise,
                            (step, all, x, denoised) -> steps.afterStep(step, all));
            return start.kept() == null ? latent : start.kept().restored(latent);
        } catch (SamplingStoppedException e) {
            throw new CancelledException();
        }
    }

    /** A prompt that changes on the way counts the steps asked for, from the first one taken on, as AUTOMATIC1111 does. */
    private PromptConditioning text(GenerationRequest request) {
        Controls controls = request.controls();
        return prompts.encode(
                PromptReading.of(controls),
                request.prompt(),
                request.negativePrompt(),
                PromptSteps.count(request),
                request.guidanceScale() > 1 && model.checkpoint().unet().guidanceWidth() == 0);
    }
}
