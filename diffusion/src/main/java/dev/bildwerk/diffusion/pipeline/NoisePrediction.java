package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.sampling.Denoiser;
import dev.bildwerk.diffusion.sampling.PredictionType;
import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.diffusion.unet.UNetInput;
import java.util.function.UnaryOperator;

/** What a model is told during one pass, as the denoiser that samplers ask. */
final class NoisePrediction {
    private final LoadedModel model;
    private final GuideSlot guides;
    private final PredictionType prediction;

    NoisePrediction(LoadedModel model, GuideSlot guides) {
        this.model = model;
        this.guides = guides;
        this.prediction = model.checkpoint().scheduler().predictionType();
    }

    Denoiser of(
            GenerationRequest request, PromptConditioning text, StartingPoint start, PromptSteps promptSteps) {
        return new GuidedDenoiser(
                noiseModel(request, start),
                start.schedule(),
                text,
                numbers(request),
                request.controls().guidance().of(request.guidanceScale(), start.schedule()),
                promptSteps,
                prediction);
    }

    /** Guides see the latent alone, also beside a checkpoint for inpainting. */
    private NoiseModel noiseModel(GenerationRequest request, StartingPoint start) {
        UNet unet = model.unet().part();
        GuidesAtWork atWork = new GuidesAtWork(guides, request, start.schedule().size());
        UnaryOperator<UNetInput> seen = input ->
                (start.beside() == null ? input : input.beside(start.beside())).guided(request.guidanceScale());
        DeepCache cache = request.controls().deepCache();
        // A refiner may have fewer branches than the model that the request was checked against.
        return cache.isOn()
                ? new DeepCachedModel(unet, atWork, seen, cache.clamped(unet.config().branches()))
                : (input, step) -> unet.apply(seen.apply(input), atWork.features(input, step));
    }

    private ConditionNumbers numbers(GenerationRequest request) {
        return ConditionNumbers.of(model.checkpoint(), request.width(), request.height());
    }
}
