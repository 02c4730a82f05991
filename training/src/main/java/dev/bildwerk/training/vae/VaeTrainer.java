package dev.bildwerk.training.vae;

import dev.bildwerk.diffusion.vae.LatentDistribution;
import dev.bildwerk.diffusion.vae.Vae;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.training.optim.AdamW;
import dev.bildwerk.training.optim.ParameterSet;
import dev.bildwerk.training.pictures.PictureSet;
import dev.bildwerk.training.run.Checkpoints;
import dev.bildwerk.training.run.PictureSheet;
import dev.bildwerk.training.run.Progress;
import java.awt.image.BufferedImage;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Trains an autoencoder on crops of pictures. What a step sees depends on the recipe's seed and the step's number alone, so a
 * resumed run computes what an unbroken one would have.
 */
public final class VaeTrainer implements AutoCloseable {
    private static final int SHEET_PICTURES = 16;

    private final VaeRecipe recipe;
    private final PictureSet pictures;
    private final Path runFolder;
    private final DType format;
    private final Device device;
    private final ParameterSet parameters;
    private final AdamW optimizer;
    private final Vae vae;

    /** @param runFolder holds state, log and sample sheets; a state in it is taken up */
    public VaeTrainer(VaeRecipe recipe, PictureSet pictures, Path runFolder, DType format, Device device) {
        this.recipe = recipe;
        this.pictures = pictures;
        this.runFolder = runFolder;
        this.format = format;
        this.device = device;
        parameters = ParameterSet.of(weights -> new Vae(weights, recipe.config()), format, device, recipe.seed());
        optimizer = new AdamW(parameters, AdamW.Settings.DEFAULT);
        vae = new Vae(parameters.weights(), recipe.config());
        new Checkpoints(runFolder, Duration.ZERO).resume(optimizer);
    }

    public VaeRecipe recipe() {
        return recipe;
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
    public boolean train(PrintStream out, Duration interval, BooleanSupplier stop) {
        Checkpoints checkpoints = new Checkpoints(runFolder, interval);
        Progress progress = new Progress("Autoencoder", recipe.steps(), runFolder, out);
        out.printf("Autoencoder: %,d weights, %,d pictures%n", parameters.count(), pictures.size());
        while (optimizer.steps() < recipe.steps() && !stop.getAsBoolean()) {
            long step = optimizer.steps();
            double rate = recipe.learningRate().at(step, recipe.steps());
            double loss;
            try (Scope scope = Scope.open()) {
                SplittableRandom random = new SplittableRandom(recipe.seed() * 1_000_003 + step);
                Tensor value = VaeLoss.of(
                        vae,
                        batch(random),
                        noise(random),
                        recipe.divergenceWeight(),
                        recipe.edgeWeight());
                value.backward();
                loss = value.item();
            }
            double norm = optimizer.step(rate, Math.min(recipe.averageDecay(), (step + 1.0) / (step + 10)));
            progress.step(optimizer.steps(), recipe.batch(), loss, norm, rate);
            if (checkpoints.writeIfDue(optimizer)) {
                sheet(out);
            }
        }
        checkpoints.write(optimizer);
        sheet(out);
        return optimizer.steps() >= recipe.steps();
    }

    private Tensor batch(SplittableRandom random) {
        int side = recipe.crop();
        int size = 3 * side * side;
        float[] values = new float[recipe.batch() * size];
        for (int i = 0; i < recipe.batch(); i++) {
            pictures.crop(
                    random.nextInt(pictures.size()),
                    random.nextInt(PictureSet.SIDE - side + 1),
                    random.nextInt(PictureSet.SIDE - side + 1),
                    side,
                    random.nextBoolean(),
                    values,
                    i * size);
        }
        return Tensor.of(values, recipe.batch(), 3, side, side).to(device).to(format);
    }

    private Tensor noise(SplittableRandom random) {
        int side = recipe.crop() / recipe.config().factor();
        int channels = recipe.config().latentChannels();
        float[] values = new float[recipe.batch() * channels * side * side];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(values, recipe.batch(), channels, side, side).to(device).to(format);
    }

    /** Originals above their reconstructions by the averaged weights, and the reconstructions' PSNR. */
    private void sheet(PrintStream out) {
        List<BufferedImage> above = new ArrayList<>();
        List<BufferedImage> below = new ArrayList<>();
        double squares = 0;
        double latentSquares = 0;
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            Vae averaged = new Vae(parameters.averaged(format), recipe.config());
            int side = PictureSet.SIDE;
            int size = 3 * side * side;
            for (int i = 0; i < SHEET_PICTURES; i++) {
                try (Scope each = Scope.open()) {
                    float[] original = new float[size];
                    int index = (int) ((long) i * pictures.size() / SHEET_PICTURES);
                    pictures.crop(index, 0, 0, side, false, original, 0);
                    Tensor picture = Tensor.of(original, 1, 3, side, side).to(device).to(format);
                    LatentDistribution latent = averaged.encode(picture);
                    float[] again = averaged.decode(latent.mean()).clamp(-1, 1).toFloats();
                    for (int j = 0; j < size; j++) {
                        squares += (again[j] - original[j]) * (again[j] - original[j]) / 4.0;
                    }
                    latentSquares += latent.mean().to(DType.F32).square().mean().item();
                    above.add(PictureSheet.image(original, 0, side, side));
                    below.add(PictureSheet.image(again, 0, side, side));
                }
            }
            double psnr = -10 * Math.log10(squares / ((double) SHEET_PICTURES * size));
            out.printf(
                    "Autoencoder: PSNR %.2f dB over %d pictures, latent deviation %.3f%n",
                    psnr, SHEET_PICTURES, Math.sqrt(latentSquares / SHEET_PICTURES));
        }
        List<BufferedImage> rows = new ArrayList<>();
        int columns = SHEET_PICTURES / 2;
        for (int row = 0; row < 2; row++) {
            rows.addAll(above.subList(row * columns, (row + 1) * columns));
            rows.addAll(below.subList(row * columns, (row + 1) * columns));
        }
        PictureSheet.write(runFolder.resolve("sheet-%06d.png".formatted(optimizer.steps())), rows, columns);
    }

    @Override
    public void close() {
        optimizer.close();
        parameters.close();
    }
}
