package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.Schedule;

/**
 * Which step a prompt that changes on the way is in. AUTOMATIC1111 counts the calls of the denoiser, and for samplers
 * that call it twice a step takes the double of the steps for their number.
 */
@FunctionalInterface
interface PromptSteps {
    /** @return from 0 on; asked once a call of the denoiser */
    int at(double sigma);

    static PromptSteps byLevel(Schedule schedule) {
        return sigma -> StepOfSigma.of(schedule, sigma);
    }

    static PromptSteps byCall() {
        int[] calls = new int[1];
        return sigma -> calls[0]++;
    }

    static PromptSteps of(GenerationRequest request, Schedule schedule) {
        return request.controls().dialect() == Dialect.A1111 ? byCall() : byLevel(schedule);
    }

    /** How many there are. */
    static int count(GenerationRequest request) {
        boolean twice = request.controls().dialect() == Dialect.A1111 && isOfSecondOrder(request.sampler());
        return twice ? 2 * request.steps() : request.steps();
    }

    private static boolean isOfSecondOrder(SamplerName sampler) {
        return switch (sampler) {
            case HEUN, DPM2, DPM2_ANCESTRAL, DPM_PLUS_PLUS_SDE, DPM_PLUS_PLUS_2S_ANCESTRAL, RESTART -> true;
            default -> false;
        };
    }
}
