package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.sampling.Denoiser;
import dev.bildwerk.diffusion.sampling.NoiseSource;
import dev.bildwerk.diffusion.sampling.Sampler;
import dev.bildwerk.diffusion.sampling.SamplingStoppedException;
import dev.bildwerk.diffusion.sampling.Schedule;
import dev.bildwerk.engine.Tensor;
import java.util.List;

/**
 * One pass of a request: its steps, taken by the model, or by the model and then a refiner.
 *
 * @param request of the pass
 * @param pass which steps are taken
 * @param start what they begin with
 * @param noise that the sampler may ask for
 * @param text what the model is told
 * @param steps hears of every step
 */
record PassSampling(
        GenerationRequest request,
        PassSteps pass,
        StartingPoint start,
        PictureNoise noise,
        PromptConditioning text,
        StepCounter steps) {

    /** @return the finished latent */
    Tensor by(PromptedModel model) {
        return finished(sampled(denoiser(model, text), start.latent(), start.schedule(), noise.further(pass)));
    }

    /**
     * @param refined what the refiner is told
     * @return the finished latent
     */
    Tensor by(PromptedModel model, PromptedModel refiner, PromptConditioning refined) {
        Schedule schedule = start.schedule();
        PromptSteps promptSteps = PromptSteps.of(request, schedule);
        Denoiser first = kept(model.denoiser(request, text, start, promptSteps));
        Denoiser second = kept(refiner.denoiser(withoutGuides(), refined, start.beside(null), promptSteps));
        if (RefinerSwitch.isUnderway(request)) {
            double switchAt = request.controls().additions().refiner().switchAt();
            Denoiser both = RefinerSwitch.underway(first, second, schedule.noiseSchedule(), switchAt);
            return finished(sampled(both, start.latent(), schedule, noise.further(pass)));
        }
        int step = RefinerSwitch.step(request, pass);
        NoiseSource further = noise.further(pass);
        Tensor latent = start.latent();
        if (step > 0) {
            latent = sampled(first, latent, schedule.endingAt(step), further);
        }
        if (step < schedule.size()) {
            // The node that goes on in ComfyUI begins its own numbers.
            NoiseSource rest = request.controls().dialect() == Dialect.COMFYUI
                    ? new PictureNoise(request).further(pass)
                    : further;
            latent = sampled(second, latent, schedule.startingAt(step), rest);
        }
        return finished(latent);
    }

    /** Guides are networks beside the first model. */
    private GenerationRequest withoutGuides() {
        Controls controls = request.controls();
        return request.with(controls.withAdditions(controls.additions().withGuides(List.of())));
    }

    private Denoiser denoiser(PromptedModel model, PromptConditioning told) {
        return kept(model.denoiser(request, told, start, PromptSteps.of(request, start.schedule())));
    }

    private Denoiser kept(Denoiser denoiser) {
        return start.kept() == null ? denoiser : start.kept().around(denoiser);
    }

    private Tensor finished(Tensor latent) {
        return start.kept() == null ? latent : start.kept().restored(latent);
    }

    private Tensor sampled(Denoiser denoiser, Tensor latent, Schedule schedule, NoiseSource further) {
        try {
            return Sampler.of(request.sampler(), PassPlans.sampling(request.controls().dialect()))
                    .sample(
                            denoiser,
                            latent,
                            schedule,
                            further,
                            (step, all, x, denoised) -> steps.afterStep(step, all, denoised));
        } catch (SamplingStoppedException e) {
            throw new CancelledException();
        }
    }
}
