package dev.bildwerk.training;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Starts {@link TrainModel} without the command line. */
final class Train {
    private Train() {}

    /** @param arguments data folder, run folder, steps of the autoencoder, steps of the denoiser */
    public static void main(String[] arguments) throws IOException {
        new TrainModel(
                        new TrainingOptions(
                                Path.of(arguments[0]),
                                Path.of(arguments[1]),
                                Long.parseLong(arguments[2]),
                                Long.parseLong(arguments[3]),
                                DType.BF16,
                                Device.best(),
                                Duration.ofMinutes(5)),
                        System.out)
                .run();
    }
}
