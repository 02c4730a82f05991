package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.sampling.Denoiser;
import dev.bildwerk.diffusion.unet.AddedConditions;
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
                request.controls().guidance().of(request.guidanceScale(), start.schedule()));
        return start.kept() == null ? guided : start.kept().around(guided);
    }

    private NoiseModel noiseModel(StartingPoint start, double guidanceScale) {
        UNet unet = model.unet().part();
        return start.beside() == null
                ? (input, step) -> unet.apply(input.guided(guidanceScale))
                : (input, step) -> unet.apply(input.beside(start.beside()).guided(guidanceScale));
    }

    /** Original size, crop and target size: a whole picture of the size asked for. */
    private double[] numbers(GenerationRequest request) {
        return model.checkpoint().unet().added() instanceof AddedConditions.TextTime
                ? new double[] {request.height(), request.width(), 0, 0, request.height(), request.width()}
                : null;
    }
}
