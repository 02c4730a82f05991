package dev.bildwerk.training.denoiser;

import dev.bildwerk.diffusion.sampling.NoiseSchedule;
import dev.bildwerk.diffusion.text.ClipTextEncoder;
import dev.bildwerk.diffusion.text.tokenizer.ClipTokenizer;
import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import dev.bildwerk.training.optim.AdamW;
import dev.bildwerk.training.optim.ParameterSet;
import dev.bildwerk.training.pictures.PictureSet;
import dev.bildwerk.training.run.Checkpoints;
import dev.bildwerk.training.run.Progress;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Trains text encoder and denoiser together on cached latents. What a step sees depends on the recipe's seed and the step's
 * number alone, so a resumed run computes what an unbroken one would have.
 */
public final class DenoiserTrainer implements AutoCloseable {
    /** Prefixes under which the two modules' weights stand in one {@link ParameterSet}. */
    public static final String TEXT_ENCODER = "text_encoder";

    public static final String UNET = "unet";

    private final Miniature shape;
    private final DenoiserRecipe recipe;
    private final PictureSet pictures;
    private final LatentCache latents;
    private final double scalingFactor;
    private final ClipTokenizer tokenizer;
    private final PictureChoice choice;
    private final CaptionChoice captions;
    private final NoiseSchedule schedule;
    private final Path runFolder;
    private final DType format;
    private final ParameterSet parameters;
    private final AdamW optimizer;
    private final ClipTextEncoder textEncoder;
    private final UNet unet;

    /** Hears when the run's state was written, to draw samples or the like. */
    @FunctionalInterface
    public interface CheckpointListener {
        void written(long step, Weights averaged);
    }

    /** @param runFolder holds state and log; a state in it is taken up */
    public DenoiserTrainer(
            Miniature shape,
            DenoiserRecipe recipe,
            PictureSet pictures,
            LatentCache latents,
            double scalingFactor,
            ClipTokenizer tokenizer,
            Path runFolder,
            DType format,
            Device device) {
        this.shape = shape;
        this.recipe = recipe;
        this.pictures = pictures;
        this.latents = latents;
        this.scalingFactor = scalingFactor;
        this.tokenizer = tokenizer;
        this.choice = new PictureChoice(pictures);
        this.captions = new CaptionChoice(tokenizer, recipe);
        this.schedule = NoiseSchedule.of(shape.scheduler());
        this.runFolder = runFolder;
        this.format = format;
        parameters = ParameterSet.of(
                weights -> {
                    new ClipTextEncoder(weights.at(TEXT_ENCODER), shape.text());
                    new UNet(weights.at(UNET), shape.unet());
                },
                format,
                device,
                recipe.seed());
        optimizer = new AdamW(parameters, AdamW.Settings.DEFAULT, DenoiserTrainer::pace);
        textEncoder = new ClipTextEncoder(parameters.weights().at(TEXT_ENCODER), shape.text());
        unet = new UNet(parameters.weights().at(UNET), shape.unet());
        new Checkpoints(runFolder, Duration.ZERO).resume(optimizer);
    }

    /** The encoder knows its words before the UNet does, and is not to forget them while the UNet is still a beginner. */
    private static double pace(String key) {
        return key.startsWith(TEXT_ENCODER) ? 0.02 : 1;
    }

    public ParameterSet parameters() {
        return parameters;
    }

    /**
     * Trains until the recipe's last step, or until asked to stop.
     *
     * @param interval between two states written
     * @param stop asked between steps
     * @return whether the last step was reached
     */
    public boolean train(PrintStream out, Duration interval, BooleanSupplier stop, CheckpointListener listener) {
        Checkpoints checkpoints = new Checkpoints(runFolder, interval);
        Progress progress = new Progress("Denoiser", recipe.steps(), runFolder, out);
        if (optimizer.steps() == 0) {
            TextWarmup warmup = new TextWarmup(shape.text(), tokenizer, allCaptions(), recipe.seed());
            try (ParameterSet text = warmup.run(recipe.textSteps(), out)) {
                parameters.take(TEXT_ENCODER + ".", text);
            }
        }
        out.printf("Denoiser: %,d weights, %,d pictures%n", parameters.count(), pictures.size());
        while (optimizer.steps() < recipe.steps() && !stop.getAsBoolean()) {
            long step = optimizer.steps();
            double rate = recipe.learningRate().at(step, recipe.steps());
            double loss;
            try (Scope scope = Scope.open()) {
                Tensor value = loss(new SplittableRandom(recipe.seed() * 1_000_003 + step));
                value.backward();
                loss = value.item();
            }
            double norm = optimizer.step(rate, Math.min(recipe.averageDecay(), (step + 1.0) / (step + 10)));
            progress.step(optimizer.steps(), recipe.batch(), loss, norm, rate);
            if (checkpoints.writeIfDue(optimizer)) {
                listener.written(optimizer.steps(), parameters.averaged(format));
            }
        }
        checkpoints.write(optimizer);
        listener.written(optimizer.steps(), parameters.averaged(format));
        return optimizer.steps() >= recipe.steps();
    }

    private List<String> allCaptions() {
        return pictures.pictures().stream()
                .flatMap(picture -> Stream.concat(picture.english().stream(), picture.german().stream()))
                .toList();
    }

    private Tensor loss(SplittableRandom random) {
        int batch = recipe.batch();
        int size = latents.size();
        float[] clean = new float[batch * size];
        float[] noise = new float[batch * size];
        int[][] tokens = new int[batch][];
        int[] timesteps = TimestepChoice.draw(batch, schedule.size(), random);
        for (int i = 0; i < batch; i++) {
            int picture = choice.draw(random);
            tokens[i] = captions.draw(pictures.get(picture), random);
            for (int j = 0; j < size; j++) {
                clean[i * size + j] = (float) (latents.values()[picture * size + j] * scalingFactor);
                noise[i * size + j] = (float) random.nextGaussian();
            }
        }
        long[] dimensions = {batch, latents.channels(), latents.side(), latents.side()};
        Tensor text = textEncoder.apply(tokens).lastHiddenState();
        return VelocityLoss.of(
                unet, schedule, Tensor.of(clean, dimensions), Tensor.of(noise, dimensions), timesteps, text);
    }

    public Miniature shape() {
        return shape;
    }

    @Override
    public void close() {
        optimizer.close();
        parameters.close();
    }
}
