package dev.bildwerk.training;

import dev.bildwerk.diffusion.text.tokenizer.ClipTokenizer;
import dev.bildwerk.diffusion.vae.Vae;
import dev.bildwerk.diffusion.vae.VaeConfig;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.training.denoiser.DenoiserRecipe;
import dev.bildwerk.training.denoiser.DenoiserTrainer;
import dev.bildwerk.training.denoiser.LatentCache;
import dev.bildwerk.training.denoiser.Miniature;
import dev.bildwerk.training.denoiser.SampleSheet;
import dev.bildwerk.training.export.ModelFolder;
import dev.bildwerk.training.pictures.PictureSet;
import dev.bildwerk.training.run.StopFile;
import dev.bildwerk.training.vae.VaeRecipe;
import dev.bildwerk.training.vae.VaeTrainer;
import dev.bildwerk.training.vocabulary.BpeTrainer;
import dev.bildwerk.training.vocabulary.VocabularyWriter;
import dev.bildwerk.training.vocabulary.WordCounts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Makes the default model from its data set: autoencoder, vocabulary, latents, then text encoder and denoiser together, and
 * the folder that {@code bildwerk generate} loads.
 *
 * <p>The run's folder holds everything: {@code vae/} and {@code denoiser/} with state, log and sample sheets,
 * {@code tokenizer/}, and {@code model/}, which is written anew with each state. A file named {@code stop} in it ends the run
 * after the step; the same command goes on.
 */
public final class TrainModel {
    private static final int VOCABULARY = 6144;
    private static final long SMALLEST_WORD_COUNT = 3;

    private final TrainingOptions options;
    private final PrintStream out;

    public TrainModel(TrainingOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /**
     * Trains as far as the options say, taking up what the run's folder holds.
     *
     * @param asked whether to stop after the step
     * @return whether the last step was reached
     * @throws TrainingException that says what is wrong with the data set or the run's folder
     */
    public boolean run(BooleanSupplier asked) {
        StopFile stopFile = new StopFile(options.runFolder());
        try {
            return train(() -> asked.getAsBoolean() || stopFile.getAsBoolean());
        } catch (IOException e) {
            throw new TrainingException(
                    "training.run-folder", "The run's folder %s cannot be written.".formatted(options.runFolder()), e);
        }
    }

    private boolean train(BooleanSupplier stop) throws IOException {
        Path run = options.runFolder();
        VaeRecipe vaeRecipe = VaeRecipe.standard(options.vaeSteps());
        try (PictureSet all = PictureSet.open(options.dataFolder(), picture -> !picture.heldOut());
                VaeTrainer vaeTrainer = new VaeTrainer(
                        vaeRecipe, all, Files.createDirectories(run.resolve("vae")), options.format(), options.device())) {
            if (!vaeTrainer.train(out, options.interval(), stop)) {
                return false;
            }
            Path tokenizerFolder = vocabulary(all);
            try (Scope scope = Scope.open()) {
                Vae vae = new Vae(vaeTrainer.parameters().averaged(options.format()), vaeRecipe.config());
                return denoiser(vaeTrainer, vae, all, tokenizerFolder, stop);
            }
        }
    }

    private Path vocabulary(PictureSet pictures) throws IOException {
        Path folder = options.runFolder().resolve("tokenizer");
        if (Files.notExists(folder.resolve("vocab.json"))) {
            List<String> captions = pictures.pictures().stream()
                    .flatMap(picture -> Stream.concat(picture.english().stream(), picture.german().stream()))
                    .toList();
            VocabularyWriter.write(
                    BpeTrainer.learn(WordCounts.of(captions), VOCABULARY, SMALLEST_WORD_COUNT),
                    Miniature.POSITIONS,
                    folder);
        }
        return folder;
    }

    private boolean denoiser(
            VaeTrainer vaeTrainer, Vae vae, PictureSet pictures, Path tokenizerFolder, BooleanSupplier stop)
            throws IOException {
        Path run = Files.createDirectories(options.runFolder().resolve("denoiser"));
        ClipTokenizer tokenizer = ClipTokenizer.load(tokenizerFolder);
        LatentCache latents = LatentCache.of(vae, pictures, options.format(), options.device(), out);
        double scalingFactor = latents.scalingFactor();
        out.printf("Latents: %,d pictures, scaling factor %.4f%n", pictures.size(), scalingFactor);
        Miniature shape =
                Miniature.of(tokenizer.vocabularySize(), tokenizer.eos(), vae.config().latentChannels());
        SampleSheet samples = new SampleSheet(shape, vae, tokenizer, scalingFactor);
        try (DenoiserTrainer trainer = new DenoiserTrainer(
                shape,
                DenoiserRecipe.standard(options.denoiserSteps()),
                pictures,
                latents,
                scalingFactor,
                tokenizer,
                run,
                options.format(),
                options.device())) {
            return trainer.train(out, options.interval(), stop, (step, averaged) -> {
                samples.write(averaged, options.format(), run.resolve("sheet-%06d.png".formatted(step)));
                writeModel(vaeTrainer, trainer, scalingFactor, tokenizerFolder);
            });
        }
    }

    private void writeModel(
            VaeTrainer vaeTrainer, DenoiserTrainer trainer, double scalingFactor, Path tokenizerFolder) {
        try {
            ModelFolder.write(
                    options.runFolder().resolve("model"),
                    trainer.shape(),
                    scaled(vaeTrainer.recipe().config(), scalingFactor),
                    vaeTrainer.parameters(),
                    trainer.parameters(),
                    tokenizerFolder);
        } catch (IOException e) {
            // The run's state is safe; a model folder that cannot be written must not end hours of training.
            out.printf("The model folder was not written: %s%n", e);
        }
    }

    private static VaeConfig scaled(VaeConfig config, double scalingFactor) {
        return new VaeConfig(
                config.pictureChannels(),
                config.latentChannels(),
                config.blockOutChannels(),
                config.layersPerBlock(),
                config.normNumGroups(),
                config.midBlockAttention(),
                config.quantConv(),
                scalingFactor,
                config.shiftFactor());
    }
}
