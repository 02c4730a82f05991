package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.sampling.Denoiser;

/** A model with its own way of hearing a request. */
final class PromptedModel implements AutoCloseable {
    private final LoadedModel model;
    private final PromptEncoder prompts;
    private final NoisePrediction prediction;

    /** For requests without guides. */
    PromptedModel(LoadedModel model) {
        this(model, new GuideSlot(model));
    }

    /** @param guides holds the networks beside the model */
    PromptedModel(LoadedModel model, GuideSlot guides) {
        this.model = model;
        this.prompts = new PromptEncoder(model);
        this.prediction = new NoisePrediction(model, guides);
    }

    /**
     * A prompt that changes on the way counts the steps asked for, from the first one taken on, as AUTOMATIC1111 does.
     */
    PromptConditioning text(GenerationRequest request) {
        Controls controls = request.controls();
        return prompts.encode(
                PromptReading.of(controls),
                request.prompt(),
                request.negativePrompt(),
                PromptSteps.count(request),
                request.guidanceScale() > 1 && model.checkpoint().unet().guidanceWidth() == 0);
    }

    Denoiser denoiser(
            GenerationRequest request, PromptConditioning text, StartingPoint start, PromptSteps promptSteps) {
        return prediction.of(request, text, start, promptSteps);
    }

    @Override
    public void close() {
        model.close();
    }
}
