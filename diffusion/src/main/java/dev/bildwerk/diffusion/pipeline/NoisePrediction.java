package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.sampling.Denoiser;
import dev.bildwerk.diffusion.unet.AddedConditions;
import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.diffusion.unet.UNetInput;

/** What a model is told during one pass, as the denoiser that samplers ask. */
final class NoisePrediction {
    private final LoadedModel model;
    private final GuideSlot guides;

    NoisePrediction(LoadedModel model, GuideSlot guides) {
        this.model = model;
        this.guides = guides;
    }

    Denoiser of(GenerationRequest request, PromptConditioning text, StartingPoint start) {
        Denoiser guided = new GuidedDenoiser(
                noiseModel(start, request.guidanceScale(), new GuidesAtWork(guides, request, start.schedule().size())),
                start.schedule(),
                text,
                numbers(request),
                request.controls().guidance().of(request.guidanceScale(), start.schedule()));
        return start.kept() == null ? guided : start.kept().around(guided);
    }

    /** Guides see the latent alone, also beside a checkpoint for inpainting. */
    private NoiseModel noiseModel(StartingPoint start, double guidanceScale, GuidesAtWork atWork) {
        UNet unet = model.unet().part();
        return (input, step) -> {
            UNetInput seen = start.beside() == null ? input : input.beside(start.beside());
            return unet.apply(seen.guided(guidanceScale), atWork.features(input, step));
        };
    }

    /** Original size, crop and target size: a whole picture of the size asked for. */
    private double[] numbers(GenerationRequest request) {
        return model.checkpoint().unet().added() instanceof AddedConditions.TextTime
                ? new double[] {request.height(), request.width(), 0, 0, request.height(), request.width()}
                : null;
    }
}
