package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.sampling.Denoiser;
import dev.bildwerk.diffusion.unet.UNet;

/** What a model is told during one pass, as the denoiser that samplers ask. */
final class NoisePrediction {
    private final LoadedModel model;

    NoisePrediction(LoadedModel model) {
        this.model = model;
    }

    Denoiser of(GenerationRequest request, PromptConditioning text, StartingPoint start) {
        Denoiser guided = new GuidedDenoiser(
                noiseModel(start, request.guidanceScale()),
                start.schedule(),
                text,
                numbers(request),
                request.controls().guidance().of(request.guidanceScale(), start.schedule()),
                PromptSteps.of(request, start.schedule()));
        return start.kept() == null ? guided : start.kept().around(guided);
    }

    private NoiseModel noiseModel(StartingPoint start, double guidanceScale) {
        UNet unet = model.unet().part();
        return start.beside() == null
                ? (input, step) -> unet.apply(input.guided(guidanceScale))
                : (input, step) -> unet.apply(input.beside(start.beside()).guided(guidanceScale));
    }

    private ConditionNumbers numbers(GenerationRequest request) {
        return ConditionNumbers.of(model.checkpoint(), request.width(), request.height());
    }
}
