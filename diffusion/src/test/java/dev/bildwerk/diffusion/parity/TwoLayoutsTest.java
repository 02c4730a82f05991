package dev.bildwerk.diffusion.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.CheckpointOptions;
import dev.bildwerk.diffusion.checkpoint.MiniatureModels;
import dev.bildwerk.diffusion.checkpoint.OneFileModel;
import dev.bildwerk.diffusion.pipeline.EngineOptions;
import dev.bildwerk.diffusion.pipeline.ProgressListener;
import dev.bildwerk.diffusion.pipeline.TextToImage;
import dev.bildwerk.diffusion.sampling.PredictionType;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One model in both layouts. */
class TwoLayoutsTest {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @CsvSource({"sd1, F32", "sd2v, F32", "sdxl, F32", "sdxl, BF16"})
    void oneFileAndFolderDrawIdenticalPictures(String name, DType precision) {
        Checkpoint folder = Checkpoint.open(MiniatureModels.folder(name));
        Path file = OneFileModel.write(name, temporary.resolve(name + ".safetensors"));
        Checkpoint oneFile = OneFileModel.open(name, file, CheckpointOptions.NONE);

        assertThat(oneFile.unet()).isEqualTo(folder.unet());
        assertThat(oneFile.vae()).isEqualTo(folder.vae());
        assertThat(oneFile.scheduler()).isEqualTo(folder.scheduler());
        assertThat(oneFile.zerosForEmptyPrompt()).isEqualTo(folder.zerosForEmptyPrompt());
        for (String sampler : new String[] {"ddim", "euler"}) {
            assertThat(picture(oneFile, precision, sampler)).isEqualTo(picture(folder, precision, sampler));
        }
    }

    @ParameterizedTest
    @CsvSource({"sd1, EPSILON", "sd2v, V_PREDICTION", "sdxl, EPSILON"})
    void withoutAWordAboutItTheFamilySaysWhatIsPredicted(String name, PredictionType type) {
        Path file = OneFileModel.write(name, temporary.resolve(name + ".safetensors"));

        Checkpoint habit = OneFileModel.open(name, file, CheckpointOptions.NONE);
        assertThat(habit.prediction().type()).isEqualTo(type);
        assertThat(habit.prediction().source()).isEqualTo("the family's habit");

        CheckpointOptions asked = CheckpointOptions.NONE.withPrediction(PredictionType.SAMPLE);
        assertThat(OneFileModel.open(name, file, asked).scheduler().predictionType()).isEqualTo(PredictionType.SAMPLE);
    }

    private static byte[] picture(Checkpoint checkpoint, DType precision, String sampler) {
        EngineOptions options = new EngineOptions(Device.CPU, precision, 1);
        FixtureGuard guard = FixtureGuard.of(checkpoint.path(), PictureCases.request(sampler));
        try (TextToImage pipeline = TextToImage.open(checkpoint, guard, options)) {
            return pipeline.generate(PictureCases.request(sampler), ProgressListener.NONE).rgb();
        }
    }
}
