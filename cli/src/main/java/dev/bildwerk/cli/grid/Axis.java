package dev.bildwerk.cli.grid;

import dev.bildwerk.cli.generate.NamedChoice;
import dev.bildwerk.diffusion.pipeline.DeepCache;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.Variation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a grid can vary; the titles are AUTOMATIC1111's where it has the axis. */
enum Axis {
    SEED("seed", "Seed", "seed=1-4", AxisReading.seeds(GenerationRequest::withSeed)),
    STEPS("steps", "Steps", "steps=10,20,40", AxisReading.wholeNumbers(GenerationRequest::withSteps)),
    GUIDANCE_SCALE("guidance-scale", "CFG Scale", "guidance-scale=3-7(+2)",
            AxisReading.numbers(RequestChanges::guidance)),
    GUIDANCE_RESCALE("guidance-rescale", "CFG rescale", "guidance-rescale=0-0.7[3]",
            AxisReading.numbers(RequestChanges::guidanceRescale)),
    SAMPLER("sampler", "Sampler", "sampler=euler,ddim",
            AxisReading.named(new NamedChoice.Sampler(), RequestChanges::sampler)),
    SCHEDULE("schedule", "Schedule type", "schedule=normal,karras",
            AxisReading.named(new NamedChoice.Schedule(), RequestChanges::schedule)),
    DEEP_CACHE("deep-cache", "Deep cache", "deep-cache=1,2,3", AxisReading.wholeNumbers((request, interval) ->
            request.with(request.controls()
                    .withDeepCache(new DeepCache(interval, request.controls().deepCache().branch()))))),
    SIZE("size", "Size", "size=128x128,192x128", AxisReading.sizes(GenerationRequest::withSize)),
    STRENGTH("strength", "Denoising", "strength=0.2-0.8[4]", AxisReading.numbers(RequestChanges::strength)),
    CLIP_SKIP("clip-skip", "Clip skip", "clip-skip=1,2", AxisReading.wholeNumbers((request, skip) ->
            request.with(request.controls().withClipSkip(skip)))),
    VARIATION_SEED("variation-seed", "Var. seed", "variation-seed=1-4",
            AxisReading.seeds((request, seed) -> request.with(
                    request.controls().withVariation(new Variation(seed, request.controls().variation().strength()))))),
    VARIATION_STRENGTH("variation-strength", "Var. strength", "variation-strength=0-1[5]",
            AxisReading.numbers((request, strength) -> request.with(
                    request.controls().withVariation(new Variation(request.controls().variation().seed(), strength))))),
    HIRES("hires", "Hires upscale", "hires=1,1.5,2", AxisReading.numbers(RequestChanges::hires)),
    HIRES_STEPS("hires-steps", "Hires steps", "hires-steps=5,10", AxisReading.wholeNumbers(RequestChanges::hiresSteps)),
    HIRES_STRENGTH("hires-strength", "Hires denoising", "hires-strength=0.3,0.6",
            AxisReading.numbers(RequestChanges::hiresStrength)),
    UPSCALER("upscaler", "Hires upscaler", "upscaler=latent,lanczos",
            AxisReading.named(new NamedChoice.UpscalerName(), RequestChanges::upscaler)),
    DIALECT("dialect", "Prompt dialect", "dialect=a1111,comfyui",
            AxisReading.named(new NamedChoice.DialectName(), (request, dialect) ->
                    request.with(request.controls().withDialect(dialect)))),
    NOISE("noise", "RNG source", "noise=cpu,gpu", AxisReading.named(new NamedChoice.Noise(), (request, device) ->
            request.with(request.controls().withNoiseDevice(device)))),
    PROMPT_SR("prompt-sr", "Prompt S/R", "prompt-sr=apple,pear", AxisReading.searchAndReplace()),
    PROMPT_ORDER("prompt-order", "Prompt order", "prompt-order=red,round", AxisReading.order()),
    NEGATIVE_PROMPT("negative-prompt", "Negative prompt", "negative-prompt=dark,blurry", AxisReading.negativePrompts()),
    LORA_WEIGHT("lora-weight", "LoRA weight", "lora-weight=0-1[3]", AxisReading.numbers(RequestChanges::loraWeight)),
    REFINER_SWITCH("refiner-switch", "Refiner switch at", "refiner-switch=0.6,0.8",
            AxisReading.numbers(RequestChanges::refinerSwitch)),
    MODEL("model", "Checkpoint name", "model=one.safetensors,other.safetensors", AxisReading.models()),
    VAE("vae", "VAE", "vae=none,other.safetensors", AxisReading.vaes());

    private final String option;
    private final String title;
    private final String example;
    private final Function<String, List<AxisReading.Reading>> reading;

    Axis(String option, String title, String example, Function<String, List<AxisReading.Reading>> reading) {
        this.option = option;
        this.title = title;
        this.example = example;
        this.reading = reading;
    }

    /** By its option, or by AUTOMATIC1111's title. */
    static Optional<Axis> named(String name) {
        return Arrays.stream(values())
                .filter(axis -> axis.option.equalsIgnoreCase(name) || axis.title.equalsIgnoreCase(name))
                .findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(Axis::option).collect(Collectors.joining(", "));
    }

    /** @throws AxisException where one cannot be read */
    List<AxisValue> values(String typed) {
        return reading.apply(typed).stream().map(this::labelled).toList();
    }

    private AxisValue labelled(AxisReading.Reading value) {
        boolean plain = this == PROMPT_SR || this == PROMPT_ORDER || this == SAMPLER;
        return new AxisValue(value.text(), plain ? value.text() : title + ": " + value.text(), value.change());
    }

    /** As typed on the command line. */
    String option() {
        return option;
    }

    /** As written in a recipe. */
    String title() {
        return title;
    }

    String example() {
        return example;
    }

    /** Whether it says nothing of pictures without a second pass. */
    boolean needsSecondPass() {
        return this == HIRES_STEPS || this == HIRES_STRENGTH || this == UPSCALER;
    }

    /** Whether recipes tell its values beside what was typed: a random one is not known from that. */
    boolean isSeed() {
        return this == SEED || this == VARIATION_SEED;
    }
}
