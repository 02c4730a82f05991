package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import java.util.Objects;

/**
 * Everything that a user may set about one picture. The same record is checked by the guard, sampled by the pipeline,
 * written into the PNG and read back.
 *
 * @param prompt what to draw; may not be blank
 * @param negativePrompt what to keep away from; empty for none
 * @param seed of the noise, 0 to 2^63 - 1; the CPU generator of torch uses its low 32 bits
 * @param steps number of denoising steps, 1 to 1000
 * @param guidanceScale classifier-free guidance; 1 switches guidance off
 * @param sampler how the noise is taken away
 * @param schedule at which noise levels
 * @param width in pixels, a multiple of 8
 * @param height in pixels, a multiple of 8
 * @param controls everything beyond that
 */
public record GenerationRequest(
        String prompt,
        String negativePrompt,
        long seed,
        int steps,
        double guidanceScale,
        SamplerName sampler,
        ScheduleName schedule,
        int width,
        int height,
        Controls controls) {

    public static final int MAX_STEPS = 1000;
    public static final int MAX_SIDE = 4096;
    public static final int MAX_PROMPT_CHARACTERS = 10_000;

    /** @throws InvalidRequestException with a reason code and a sentence, if a value is out of its range */
    public GenerationRequest {
        Objects.requireNonNull(sampler, "sampler");
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(controls, "controls");
        RequestRules.checkPrompt(prompt, negativePrompt);
        RequestRules.checkNumbers(seed, steps, guidanceScale);
        RequestRules.checkSize("", width, height);
        RequestRules.checkSize("second pass's", controls.hires().enlarged(width), controls.hires().enlarged(height));
    }

    /** Without any {@link Controls}. */
    public GenerationRequest(
            String prompt,
            String negativePrompt,
            long seed,
            int steps,
            double guidanceScale,
            SamplerName sampler,
            ScheduleName schedule,
            int width,
            int height) {
        this(prompt, negativePrompt, seed, steps, guidanceScale, sampler, schedule, width, height, Controls.NONE);
    }

    public GenerationRequest withPrompts(String newPrompt, String newNegativePrompt) {
        return new GenerationRequest(
                newPrompt, newNegativePrompt, seed, steps, guidanceScale, sampler, schedule, width, height, controls);
    }

    public GenerationRequest withSeed(long value) {
        return new GenerationRequest(
                prompt, negativePrompt, value, steps, guidanceScale, sampler, schedule, width, height, controls);
    }

    public GenerationRequest withSteps(int value) {
        return new GenerationRequest(
                prompt, negativePrompt, seed, value, guidanceScale, sampler, schedule, width, height, controls);
    }

    public GenerationRequest withSize(int newWidth, int newHeight) {
        return new GenerationRequest(
                prompt, negativePrompt, seed, steps, guidanceScale, sampler, schedule, newWidth, newHeight, controls);
    }

    public GenerationRequest with(Controls value) {
        return new GenerationRequest(
                prompt, negativePrompt, seed, steps, guidanceScale, sampler, schedule, width, height, value);
    }
}
