package dev.bildwerk.diffusion.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.CheckpointOptions;
import dev.bildwerk.diffusion.checkpoint.MiniatureModels;
import dev.bildwerk.diffusion.checkpoint.OneFileModel;
import dev.bildwerk.diffusion.checkpoint.PartFiles;
import dev.bildwerk.diffusion.checkpoint.WeightSource;
import dev.bildwerk.diffusion.pipeline.EngineOptions;
import dev.bildwerk.diffusion.pipeline.ProgressListener;
import dev.bildwerk.diffusion.pipeline.RefusedException;
import dev.bildwerk.diffusion.pipeline.TextToImage;
import dev.bildwerk.diffusion.sampling.PredictionType;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
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

    @Test
    void anAutoencoderThatLiesElsewhereMustPassTheGuardToo() throws IOException {
        Checkpoint model = Checkpoint.open(MiniatureModels.folder("sd1"));
        Path inside = model.vaeFiles().source().path();
        Path elsewhere = Files.copy(inside, temporary.resolve("vae.safetensors"));
        Checkpoint changed = withVae(model, elsewhere);

        assertThat(model.roots()).containsExactly(model.path());
        assertThat(changed.roots()).containsExactly(model.path(), elsewhere);
        // This guard admits the model's folder and nothing else.
        FixtureGuard guard = FixtureGuard.of(model.path(), PictureCases.request("ddim"));
        EngineOptions options = new EngineOptions(Device.CPU, DType.F32, 1);
        TextToImage.open(model, guard, options).close();
        assertThatThrownBy(() -> TextToImage.open(changed, guard, options)).isInstanceOf(RefusedException.class);
    }

    /** A guard looks through a model's folder for files of weights, and knows those by their endings. */
    @Test
    void anAutoencoderThatAGuardWouldNotSeeInTheFolderIsShownToIt() throws IOException {
        Path folder = MiniatureModels.copy("sd1", temporary.resolve("sd1"));
        Path inside = folder.resolve("vae/diffusion_pytorch_model.safetensors");
        Path named = Files.copy(inside, folder.resolve("vae/weights.data"));
        Files.copy(inside, temporary.resolve("outside.safetensors"));
        Path roundabout = folder.resolve("../outside.safetensors");
        Checkpoint model = Checkpoint.open(folder);

        assertThat(withVae(model, named).roots()).containsExactly(folder, named);
        assertThat(withVae(model, roundabout).roots()).containsExactly(folder, roundabout);
        assertThat(withVae(model, inside).roots()).containsExactly(folder);
    }

    private static Checkpoint withVae(Checkpoint model, Path vae) {
        return new Checkpoint(
                model.path(),
                model.family(),
                model.distillation(),
                model.prediction(),
                model.unet(),
                model.vae(),
                model.textParts(),
                model.scheduler(),
                model.zerosForEmptyPrompt(),
                model.unetFiles(),
                new PartFiles(WeightSource.of(vae), model.vaeFiles().names()),
                null);
    }

    private static byte[] picture(Checkpoint checkpoint, DType precision, String sampler) {
        EngineOptions options = new EngineOptions(Device.CPU, precision, 1);
        FixtureGuard guard = FixtureGuard.of(checkpoint.path(), PictureCases.request(sampler));
        try (TextToImage pipeline = TextToImage.open(checkpoint, guard, options)) {
            return pipeline.generate(PictureCases.request(sampler), ProgressListener.NONE).rgb();
        }
    }
}
