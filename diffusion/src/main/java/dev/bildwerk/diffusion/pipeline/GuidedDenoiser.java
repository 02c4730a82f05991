package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.sampling.Denoiser;
import dev.bildwerk.diffusion.sampling.PredictionType;
import dev.bildwerk.diffusion.sampling.Schedule;
import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.diffusion.unet.UNetInput;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A UNet that is told prompts, with classifier-free guidance (Ho and Salimans 2022) from a negative prompt towards one
 * or several prompts at once (Liu et al. 2022): {@code negative + sum of weight * scale * (prompt - negative)}.
 *
 * @param model the UNet with what is beside it
 * @param schedule says which timestep a noise level is, and which step
 * @param text what it is told at which step
 * @param numbers SDXL's; null for others
 * @param guidance how far to go, and where
 * @param promptSteps which step the prompts are in
 * @param prediction what the model says
 */
record GuidedDenoiser(
        NoiseModel model,
        Schedule schedule,
        PromptConditioning text,
        ConditionNumbers numbers,
        Guidance guidance,
        PromptSteps promptSteps,
        PredictionType prediction)
        implements Denoiser {
    /** Prompts that go through the model at once: the pair that guidance needs, and no more memory for more prompts. */
    private static final int BATCH = 2;

    /**
     * The same prompts at every step.
     *
     * @param text of one prompt; or of the negative prompt and the prompt, and then guided
     */
    GuidedDenoiser(UNet unet, Schedule schedule, TextConditioning text, double[] numbers, double guidanceScale) {
        this(
                unet,
                schedule,
                PromptConditioning.of(text),
                numbers == null ? null : ConditionNumbers.ofBoth(numbers),
                Guidance.of(guidanceScale));
    }

    /** A UNet with nothing beside it. */
    GuidedDenoiser(
            UNet unet, Schedule schedule, PromptConditioning text, ConditionNumbers numbers, Guidance guidance) {
        this(
                (NoiseModel) (input, step) -> unet.apply(input),
                schedule,
                text,
                numbers,
                guidance,
                PromptSteps.byLevel(schedule),
                schedule.noiseSchedule().config().predictionType());
    }

    @Override
    public Tensor denoise(Tensor x, double sigma) {
        return prediction.denoised(x, sigma, answer(x, sigma));
    }

    private Tensor answer(Tensor x, double sigma) {
        int step = StepOfSigma.of(schedule, sigma);
        int promptStep = promptSteps.at(sigma);
        double scale = guidance.scaleAt(sigma);
        List<PromptConditioning.Member> prompts = text.prompts();
        boolean alone = prompts.size() == 1 && prompts.getFirst().weight() * scale == 1;
        if (text.negative() == null || alone) {
            return answers(x, sigma, step, List.of(prompts.getFirst().at(promptStep)), false)
                    .getFirst();
        }
        List<TextConditioning> told = new ArrayList<>(List.of(text.negative().at(promptStep)));
        prompts.forEach(prompt -> told.add(prompt.at(promptStep)));
        List<Tensor> answers = answers(x, sigma, step, told, true);
        Tensor guided = guided(answers, scale);
        return guidance.rescale() == 0 || scale == 1 ? guided : guidance.rescaled(guided, guided(answers, 1));
    }

    /** @param answers the negative prompt's, and then each prompt's */
    private Tensor guided(List<Tensor> answers, double scale) {
        Tensor negative = answers.getFirst();
        Tensor guided = negative;
        for (int i = 1; i < answers.size(); i++) {
            guided = guided.add(
                    answers.get(i).sub(negative), text.prompts().get(i - 1).weight() * scale);
        }
        return guided;
    }

    /** What the model says to each prompt, in F32. Prompts of one length share a batch. */
    private List<Tensor> answers(
            Tensor x, double sigma, int step, List<TextConditioning> prompts, boolean firstIsNegative) {
        model.begin(step, prompts);
        Tensor input = PredictionType.modelInput(x, sigma);
        List<Tensor> answers = new ArrayList<>();
        TextConditioning batch = null;
        for (TextConditioning prompt : prompts) {
            boolean fits = batch != null && batch.prompts() < BATCH && batch.tokens() == prompt.tokens();
            if (batch != null && !fits) {
                answers.addAll(answersOfBatch(input, sigma, step, batch, firstIsNegative && answers.isEmpty()));
            }
            batch = fits ? batch.followedBy(prompt) : prompt;
        }
        answers.addAll(answersOfBatch(input, sigma, step, batch, firstIsNegative && answers.isEmpty()));
        return answers;
    }

    private List<Tensor> answersOfBatch(
            Tensor input, double sigma, int step, TextConditioning prompts, boolean firstIsNegative) {
        int count = prompts.prompts();
        Tensor[] inputs = new Tensor[count];
        Arrays.fill(inputs, input);
        double[] timesteps = new double[count];
        Arrays.fill(timesteps, schedule.timestep(sigma));
        UNetInput told = new UNetInput(
                Tensor.cat(0, inputs).like(prompts.text()),
                timesteps,
                prompts.text(),
                prompts.pooled(),
                numbers == null ? null : numbers.ofEach(count, firstIsNegative),
                0,
                firstIsNegative ? 1 : 0);
        Tensor answer = model.apply(told, step).to(DType.F32);
        return count == 1 ? List.of(answer) : List.of(answer.chunk(count, 0));
    }
}
