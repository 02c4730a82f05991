package dev.bildwerk.training.vae;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.vae.VaeConfig;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.training.TinyPictures;
import dev.bildwerk.training.pictures.PictureSet;
import dev.bildwerk.training.run.LearningRate;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaeTrainerTest {
    private static final PrintStream SILENT = new PrintStream(OutputStream.nullOutputStream());

    @TempDir
    Path folder;

    @Test
    void aRunThatWasStoppedGoesOnBitForBit() throws IOException {
        Path data = TinyPictures.write(folder.resolve("data"), 6);
        train(data, folder.resolve("whole"), 4);
        train(data, folder.resolve("halves"), 2);
        train(data, folder.resolve("halves"), 4);
        assertThat(state("halves")).isEqualTo(state("whole"));
    }

    @Test
    void lossFallsAndASheetShowsWhatWasLearnt() throws IOException {
        Path data = TinyPictures.write(folder.resolve("data"), 6);
        train(data, folder.resolve("run"), 40);
        assertThat(folder.resolve("run/sheet-000040.png")).isNotEmptyFile();
        List<String> log = Files.readAllLines(folder.resolve("run/log.csv"));
        double last = Double.parseDouble(log.getLast().split(",")[1]);
        train(data, folder.resolve("fresh"), 1);
        double first = Double.parseDouble(
                Files.readAllLines(folder.resolve("fresh/log.csv")).getLast().split(",")[1]);
        assertThat(last).isLessThan(0.7 * first);
    }

    private byte[] state(String run) throws IOException {
        return Files.readAllBytes(folder.resolve(run).resolve("state.safetensors"));
    }

    private static void train(Path data, Path run, long steps) throws IOException {
        VaeRecipe recipe = new VaeRecipe(
                new VaeConfig(3, 4, List.of(8, 16), 1, 4, true, true, 1, 0),
                steps,
                2,
                32,
                // No fall at the end, so that a shorter run is the beginning of a longer one.
                new LearningRate(5e-3, 2, 0),
                0.9,
                1e-3,
                0.5,
                3);
        try (PictureSet pictures = PictureSet.open(data, picture -> !picture.heldOut());
                VaeTrainer trainer =
                        new VaeTrainer(recipe, pictures, Files.createDirectories(run), DType.F32, Device.CPU)) {
            assertThat(trainer.train(SILENT, Duration.ofHours(1), () -> false)).isTrue();
        }
    }
}
