package dev.bildwerk.training.denoiser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.text.tokenizer.ClipTokenizer;
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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DenoiserTrainerTest {
    private static final PrintStream SILENT = new PrintStream(OutputStream.nullOutputStream());

    @TempDir
    Path folder;

    @Test
    void aRunThatWasStoppedGoesOnBitForBit() throws IOException {
        train("whole", 3, DType.BF16);
        train("halves", 1, DType.BF16);
        train("halves", 3, DType.BF16);
        assertThat(Files.readAllBytes(folder.resolve("halves/state.safetensors")))
                .isEqualTo(Files.readAllBytes(folder.resolve("whole/state.safetensors")));
    }

    @Test
    void aStopBetweenStepsKeepsTheState() throws IOException {
        try (PictureSet pictures = pictures();
                DenoiserTrainer trainer = trainer(pictures, "stopped", 100, DType.F32)) {
            int[] asked = {0};
            List<Long> written = new ArrayList<>();
            boolean finished = trainer.train(
                    SILENT, Duration.ofHours(1), () -> asked[0]++ == 2, (step, averaged) -> written.add(step));
            assertThat(finished).isFalse();
            assertThat(written).containsExactly(2L);
            assertThat(folder.resolve("stopped/state.safetensors")).isNotEmptyFile();
        }
    }

    @Test
    void lossFallsBelowThatOfKnowingNothing() throws IOException {
        train("learn", 30, DType.F32);
        List<String> log = Files.readAllLines(folder.resolve("learn/log.csv"));
        // A prediction of zero has a loss of 1 on latents and noise of unit variance.
        assertThat(Double.parseDouble(log.getLast().split(",")[1])).isLessThan(0.97);
    }

    private void train(String run, long steps, DType format) throws IOException {
        try (PictureSet pictures = pictures();
                DenoiserTrainer trainer = trainer(pictures, run, steps, format)) {
            assertThat(trainer.train(SILENT, Duration.ofHours(1), () -> false, (step, averaged) -> {})).isTrue();
        }
    }

    private PictureSet pictures() throws IOException {
        return PictureSet.open(TinyPictures.write(folder.resolve("data"), 8), picture -> !picture.heldOut());
    }

    private DenoiserTrainer trainer(PictureSet pictures, String run, long steps, DType format) throws IOException {
        ClipTokenizer tokenizer = ClipTokenizer.load(TinyPictures.writeTokenizer(folder.resolve("tokenizer")));
        Miniature shape = Miniature.of(tokenizer.vocabularySize(), tokenizer.eos(), 4);
        float[] values = new float[pictures.size() * 4 * 16 * 16];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i * 0.1);
        }
        LatentCache latents = new LatentCache(values, 4, 16);
        DenoiserRecipe recipe = new DenoiserRecipe(2, steps, 4, new LearningRate(1e-3, 2, 0), 0.9, 0.1, 0.25, 5);
        return new DenoiserTrainer(
                shape,
                recipe,
                pictures,
                latents,
                latents.scalingFactor(),
                tokenizer,
                Files.createDirectories(folder.resolve(run)),
                format,
                Device.CPU);
    }
}
