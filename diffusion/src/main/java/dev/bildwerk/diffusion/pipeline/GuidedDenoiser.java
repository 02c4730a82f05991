package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.sampling.Denoiser;
import dev.bildwerk.diffusion.sampling.PredictionType;
import dev.bildwerk.diffusion.sampling.Schedule;
import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.diffusion.unet.UNetInput;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Tensor;
import java.util.Arrays;

/**
 * A UNet that is told a prompt, with classifier-free guidance (Ho and Salimans 2022): both halves of it go through the
 * model as one batch.
 *
 * @param schedule says which timestep a noise level is
 * @param text of one prompt; or of the negative prompt and the prompt, and then guided
 * @param numbers SDXL's six numbers; null for others
 * @param guidanceScale how far to go from the negative prompt's answer towards the prompt's and beyond
 */
public record GuidedDenoiser(
        UNet unet, Schedule schedule, TextConditioning text, double[] numbers, double guidanceScale)
        implements Denoiser {

    @Override
    public Tensor denoise(Tensor x, double sigma) {
        int prompts = (int) text.text().size(0);
        Tensor input = PredictionType.modelInput(x, sigma);
        Tensor[] inputs = new Tensor[prompts];
        Arrays.fill(inputs, input);
        double[] timesteps = new double[prompts];
        Arrays.fill(timesteps, schedule.timestep(sigma));
        double[][] numbersEach = numbers == null ? null : new double[prompts][];
        if (numbersEach != null) {
            Arrays.fill(numbersEach, numbers);
        }
        Tensor answer = unet.apply(new UNetInput(
                        Tensor.cat(0, inputs).like(text.text()), timesteps, text.text(), text.pooled(), numbersEach))
                .to(DType.F32);
        PredictionType prediction = schedule.noiseSchedule().config().predictionType();
        return prediction.denoised(x, sigma, prompts == 1 ? answer : guided(answer));
    }

    private Tensor guided(Tensor answer) {
        Tensor[] halves = answer.chunk(2, 0);
        return halves[0].add(halves[1].sub(halves[0]), guidanceScale);
    }
}
