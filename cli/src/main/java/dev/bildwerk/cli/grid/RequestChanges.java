package dev.bildwerk.cli.grid;

import dev.bildwerk.diffusion.adapter.AdapterUse;
import dev.bildwerk.diffusion.pipeline.Additions;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.GuidanceLimits;
import dev.bildwerk.diffusion.pipeline.HiresFix;
import dev.bildwerk.diffusion.pipeline.RefinerUse;
import dev.bildwerk.diffusion.pipeline.Start;
import dev.bildwerk.diffusion.pipeline.Upscaler;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import java.util.List;

/** What the values of an axis change in a request. */
final class RequestChanges {
    private RequestChanges() {}

    static GenerationRequest guidance(GenerationRequest r, double scale) {
        return new GenerationRequest(
                r.prompt(), r.negativePrompt(), r.seed(), r.steps(), scale, r.sampler(), r.schedule(),
                r.width(), r.height(), r.controls());
    }

    static GenerationRequest sampler(GenerationRequest r, SamplerName sampler) {
        return new GenerationRequest(
                r.prompt(), r.negativePrompt(), r.seed(), r.steps(), r.guidanceScale(), sampler, r.schedule(),
                r.width(), r.height(), r.controls());
    }

    static GenerationRequest schedule(GenerationRequest r, ScheduleName schedule) {
        return new GenerationRequest(
                r.prompt(), r.negativePrompt(), r.seed(), r.steps(), r.guidanceScale(), r.sampler(), schedule,
                r.width(), r.height(), r.controls());
    }

    static GenerationRequest guidanceRescale(GenerationRequest request, double rescale) {
        GuidanceLimits old = request.controls().guidance();
        return request.with(request.controls().withGuidance(new GuidanceLimits(rescale, old.start(), old.end())));
    }

    static GenerationRequest strength(GenerationRequest request, double strength) {
        Start start = switch (request.controls().start()) {
            case Start.FromNoise noise -> throw new AxisException("there is no picture to be changed: add --init FILE");
            case Start.FromPicture from -> new Start.FromPicture(from.picture(), strength);
            case Start.Inpainting old -> new Start.Inpainting(
                    old.picture(), old.mask(), strength, old.filling(), old.area(), old.blur());
        };
        return request.with(request.controls().withStart(start));
    }

    static GenerationRequest hires(GenerationRequest request, double scale) {
        HiresFix old = request.controls().hires();
        return with(request, new HiresFix(scale, old.steps(), old.strength(), old.upscaler()));
    }

    static GenerationRequest hiresSteps(GenerationRequest request, int steps) {
        HiresFix old = request.controls().hires();
        return with(request, new HiresFix(old.scale(), steps, old.strength(), old.upscaler()));
    }

    static GenerationRequest hiresStrength(GenerationRequest request, double strength) {
        HiresFix old = request.controls().hires();
        return with(request, new HiresFix(old.scale(), old.steps(), strength, old.upscaler()));
    }

    static GenerationRequest upscaler(GenerationRequest request, Upscaler upscaler) {
        HiresFix old = request.controls().hires();
        return with(request, new HiresFix(old.scale(), old.steps(), old.strength(), upscaler));
    }

    private static GenerationRequest with(GenerationRequest request, HiresFix hires) {
        return request.with(request.controls().withHires(hires));
    }

    /** Of the one LoRA that is given, for the UNet and the text encoder alike. */
    static GenerationRequest loraWeight(GenerationRequest request, double weight) {
        Additions additions = request.controls().additions();
        if (additions.adapters().size() != 1) {
            throw new AxisException("it needs exactly one --lora FILE, and there are " + additions.adapters().size());
        }
        AdapterUse use = new AdapterUse(additions.adapters().getFirst().file(), weight, weight);
        return request.with(request.controls().withAdditions(additions.withAdapters(List.of(use))));
    }

    static GenerationRequest refinerSwitch(GenerationRequest request, double switchAt) {
        Additions additions = request.controls().additions();
        if (additions.refiner().model() == null) {
            throw new AxisException("there is no refiner to switch to");
        }
        return request.with(request.controls()
                .withAdditions(additions.withRefiner(new RefinerUse(additions.refiner().model(), switchAt))));
    }
}
