package dev.bildwerk.training.vae;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.training.pictures.PictureSet;
import dev.bildwerk.training.run.StopFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Trains the default model's autoencoder from the command line. */
public final class TrainVae {
    private TrainVae() {}

    /** @param arguments data folder, run folder, steps */
    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(arguments[0]);
        Path run = Files.createDirectories(Path.of(arguments[1]));
        VaeRecipe recipe = VaeRecipe.standard(Long.parseLong(arguments[2]));
        try (PictureSet pictures = PictureSet.open(data, all -> picture -> !picture.heldOut());
                VaeTrainer trainer = new VaeTrainer(recipe, pictures, run, DType.BF16, Device.best())) {
            trainer.train(System.out, new StopFile(run));
        }
    }
}
