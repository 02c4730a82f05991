package dev.bildwerk.training.denoiser;

import dev.bildwerk.diffusion.sampling.Ddim;
import dev.bildwerk.diffusion.sampling.Denoiser;
import dev.bildwerk.diffusion.sampling.NoiseSchedule;
import dev.bildwerk.diffusion.sampling.NoiseSource;
import dev.bildwerk.diffusion.sampling.PredictionType;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.Schedule;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.diffusion.sampling.Schedules;
import dev.bildwerk.diffusion.sampling.StepListener;
import dev.bildwerk.diffusion.text.ClipTextEncoder;
import dev.bildwerk.diffusion.text.tokenizer.ClipTokenizer;
import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.diffusion.unet.UNetInput;
import dev.bildwerk.diffusion.vae.Vae;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import dev.bildwerk.engine.noise.TorchGenerator;
import dev.bildwerk.training.run.PictureSheet;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a model in training draws for a fixed list of harmless prompts of our own, all with fixed noise: how its trainer sees
 * that it learns. Pictures for others come from a pipeline with its guard alone.
 */
public final class SampleSheet {
    static final List<String> PROMPTS = List.of(
            "an apple",
            "a blue car",
            "a lion",
            "a house",
            "a sunflower",
            "a rocket",
            "a pizza",
            "a castle",
            "a cat",
            "a moon",
            "a tree",
            "a fish",
            "a guitar",
            "two red apples",
            "a yellow star on a blue background",
            "ein Löwe");

    private static final int STEPS = 20;
    private static final double GUIDANCE_SCALE = 4;

    private final Miniature shape;
    private final Vae vae;
    private final ClipTokenizer tokenizer;
    private final double scalingFactor;

    public SampleSheet(Miniature shape, Vae vae, ClipTokenizer tokenizer, double scalingFactor) {
        this.shape = shape;
        this.vae = vae;
        this.tokenizer = tokenizer;
        this.scalingFactor = scalingFactor;
    }

    public void write(Weights weights, DType format, Path file) {
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            ClipTextEncoder encoder = new ClipTextEncoder(weights.at(DenoiserTrainer.TEXT_ENCODER), shape.text());
            UNet unet = new UNet(weights.at(DenoiserTrainer.UNET), shape.unet());
            NoiseSchedule noise = NoiseSchedule.of(shape.scheduler());
            Schedule schedule = Schedules.of(noise, SamplerName.DDIM, ScheduleName.NORMAL, STEPS);
            List<TorchGenerator> generators = IntStream.range(0, PROMPTS.size())
                    .mapToObj(seed -> new TorchGenerator(seed))
                    .toList();
            int side = shape.unet().sampleSize();
            Tensor start = schedule.initialLatent(
                    NoiseSource.ofEach(generators).draw(PROMPTS.size(), shape.unet().inChannels(), side, side));
            int[][] tokens = new int[2 * PROMPTS.size()][];
            for (int i = 0; i < PROMPTS.size(); i++) {
                tokens[i] = tokenizer.encodePadded("");
                tokens[PROMPTS.size() + i] = tokenizer.encodePadded(PROMPTS.get(i));
            }
            Tensor text = encoder.apply(tokens).lastHiddenState();
            Denoiser denoiser = (x, sigma) -> {
                Tensor input = PredictionType.modelInput(x, sigma);
                double[] timesteps = new double[2 * PROMPTS.size()];
                Arrays.fill(timesteps, schedule.timestep(sigma));
                Tensor[] halves = unet.apply(UNetInput.of(Tensor.cat(0, input, input).like(text), timesteps, text))
                        .to(DType.F32)
                        .chunk(2, 0);
                Tensor guided = halves[0].add(halves[1].sub(halves[0]), GUIDANCE_SCALE);
                return shape.scheduler().predictionType().denoised(x, sigma, guided);
            };
            Tensor latent = Ddim.sample(
                    denoiser, start.to(text.device()), schedule, NoiseSource.ofEach(generators), StepListener.NONE);
            Tensor pictures = vae.decode(latent.mul(1 / scalingFactor).to(format)).clamp(-1, 1);
            PictureSheet.write(file, images(pictures), 8);
        }
    }

    private static List<BufferedImage> images(Tensor pictures) {
        int height = (int) pictures.size(2);
        int width = (int) pictures.size(3);
        float[] values = pictures.toFloats();
        List<BufferedImage> images = new ArrayList<>();
        for (int i = 0; i < pictures.size(0); i++) {
            images.add(PictureSheet.image(values, i * 3 * width * height, width, height));
        }
        return images;
    }
}
