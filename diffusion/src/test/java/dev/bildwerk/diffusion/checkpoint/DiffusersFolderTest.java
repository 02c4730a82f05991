package dev.bildwerk.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bildwerk.diffusion.sampling.BetaSchedule;
import dev.bildwerk.diffusion.sampling.PredictionType;
import dev.bildwerk.diffusion.sampling.SchedulerConfig;
import dev.bildwerk.diffusion.sampling.TimestepSpacing;
import dev.bildwerk.engine.safetensors.SafetensorsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiffusersFolderTest {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @CsvSource({"sd1, false", "sd2v, false", "sdxl, true", "mini, false"})
    void onlySdxlTakesZerosForAnEmptyNegativePrompt(String name, boolean zeros) {
        assertThat(Checkpoint.open(MiniatureModels.folder(name)).zerosForEmptyPrompt()).isEqualTo(zeros);
    }

    @Test
    void readsHowNoiseWasAdded() {
        assertThat(Checkpoint.open(MiniatureModels.folder("sd1")).scheduler())
                .isEqualTo(SchedulerConfig.STABLE_DIFFUSION_1);
        assertThat(Checkpoint.open(MiniatureModels.folder("mini")).scheduler())
                .isEqualTo(new SchedulerConfig(
                        1000,
                        0.0001,
                        0.02,
                        BetaSchedule.SQUARED_COSINE,
                        true,
                        PredictionType.V_PREDICTION,
                        TimestepSpacing.TRAILING,
                        1,
                        true));
    }

    @Test
    void absentFieldsOfAUNetMeanWhatDiffusersTakesForThem() throws IOException {
        DamagedModel model = DamagedModel.of("sd1", temporary);
        Files.writeString(model.file("unet/config.json"), "{\"block_out_channels\": [32, 64, 64, 64]}");
        assertThat(UNetConfigs.read(ConfigFile.read(model.file("unet/config.json"))))
                .satisfies(config -> {
                    assertThat(config.attention()).containsExactly(true, true, true, false);
                    assertThat(config.heads()).containsExactly(8, 8, 8, 8);
                    assertThat(config.transformerLayers()).containsExactly(1, 1, 1, 1);
                    assertThat(config.normEpsilon()).isEqualTo(1e-5);
                    assertThat(config.crossAttentionDim()).isEqualTo(1280);
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
        "unet/config.json | down_block_types | [\"AttnDownBlock2D\", \"DownBlock2D\"] | AttnDownBlock2D",
        "unet/config.json | down_block_types | [\"DownBlock2D\"] | DownBlock2D",
        "unet/config.json | up_block_types | [\"UpBlock2D\", \"UpBlock2D\"] | UpBlock2D",
        "unet/config.json | class_embed_type | \"timestep\" | timestep",
        "unet/config.json | addition_embed_type | \"image\" | image",
        "unet/config.json | mid_block_type | \"UNetMidBlock2D\" | UNetMidBlock2D",
        "unet/config.json | resnet_time_scale_shift | \"ada_group\" | ada_group",
        "unet/config.json | time_cond_proj_dim | -256 | -256",
        "unet/config.json | dual_cross_attention | true | true",
        "unet/config.json | center_input_sample | true | true",
        "unet/config.json | a_field_of_tomorrow | 3 | 3",
        "unet/config.json | act_fn | \"gelu\" | gelu",
        "unet/config.json | attention_head_dim | [4, 4, 4] | [4,4,4]",
        "unet/config.json | attention_head_dim | 3 | 3",
        "unet/config.json | norm_num_groups | 5 | 5",
        "unet/config.json | block_out_channels | [] | []",
        "unet/config.json | block_out_channels | [16, -32] | -32",
        "unet/config.json | block_out_channels | \"wide\" | wide",
        "unet/config.json | layers_per_block | [1, 2] | [1,2]",
        "unet/config.json | layers_per_block | 99999999999 | 99999999999",
        "unet/config.json | use_linear_projection | \"yes\" | yes",
        "vae/config.json | latents_mean | [0.1] | [0.1]",
        "vae/config.json | up_block_types | [\"UpDecoderBlock2D\"] | UpDecoderBlock2D",
        "vae/config.json | scaling_factor | 0 | 0",
        "vae/config.json | scaling_factor | \"big\" | big",
        "vae/config.json | use_post_quant_conv | false | false",
        "vae/config.json | _class_name | \"AutoencoderTiny\" | AutoencoderTiny",
        "text_encoder/config.json | hidden_act | \"relu\" | relu",
        "text_encoder/config.json | model_type | \"t5\" | t5",
        "text_encoder/config.json | num_attention_heads | 5 | 5",
        "text_encoder/config.json | layer_norm_eps | 0.1 | 0.1",
        "scheduler/scheduler_config.json | _class_name | \"FlowMatchEulerDiscreteScheduler\" | FlowMatch",
        "scheduler/scheduler_config.json | beta_schedule | \"steep\" | steep",
        "scheduler/scheduler_config.json | prediction_type | \"flow\" | flow",
        "scheduler/scheduler_config.json | trained_betas | [0.1, 0.2] | [0.1,0.2]",
        "scheduler/scheduler_config.json | thresholding | true | true",
        "scheduler/scheduler_config.json | num_train_timesteps | 1 | 1",
        "model_index.json | _class_name | \"FluxPipeline\" | FluxPipeline",
        "model_index.json | unet | [\"diffusers\", \"Transformer2DModel\"] | Transformer2DModel",
        "model_index.json | text_encoder | [\"transformers\", \"T5EncoderModel\"] | T5EncoderModel",
    })
    void namesFileFieldAndValueOfWhatItDoesNotSupport(String file, String field, String json, String shown) {
        DamagedModel model = DamagedModel.of("sd1", temporary).set(file, field, json);

        CheckpointException error = failure(model.folder());

        assertThat(error.code()).isEqualTo("checkpoint.config.unsupported");
        assertThat(error).hasMessageContaining(file).hasMessageContaining(field).hasMessageContaining(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "cross_attention_dim, 48",
        "in_channels, 7",
        "out_channels, 8",
    })
    void refusesPartsOfDifferentModels(String field, String value) {
        DamagedModel model = DamagedModel.of("sd1", temporary).set("unet/config.json", field, value);

        CheckpointException error = failure(model.folder());

        assertThat(error.code()).isEqualTo("checkpoint.config.mismatch");
        assertThat(error).hasMessageContaining(field).hasMessageContaining(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1]", "null", "{\"_class_name\": }", "\u0000"})
    void refusesAnIndexThatIsNoJsonObject(String text) throws IOException {
        DamagedModel model = DamagedModel.of("sd1", temporary);
        Files.writeString(model.file("model_index.json"), text);

        assertThat(failure(model.folder()).code()).isEqualTo("checkpoint.config.json");
    }

    @Test
    void refusesSettingsOfManyMegabytes() throws IOException {
        DamagedModel model = DamagedModel.of("sd1", temporary);
        Files.writeString(model.file("vae/config.json"), " ".repeat(9 << 20));

        assertThat(failure(model.folder()).code()).isEqualTo("checkpoint.config.large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model_index.json", "unet/config.json", "text_encoder/config.json"})
    void namesTheFileThatIsMissing(String file) throws IOException {
        DamagedModel model = DamagedModel.of("sd1", temporary);
        Files.delete(model.file(file));

        CheckpointException error = failure(model.folder());

        assertThat(error.code()).isEqualTo("checkpoint.file.missing");
        assertThat(error).hasMessageContaining(file);
    }

    @Test
    void saysThatAFileOrNothingIsNoModelFolder() {
        Path index = MiniatureModels.folder("sd1").resolve("model_index.json");
        assertThatThrownBy(() -> Checkpoint.open(index))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("model_index.json")
                .hasMessageContaining("not a safetensors file");
        assertThat(failure(temporary.resolve("nothing"))).hasMessageContaining("nothing");
    }

    private static CheckpointException failure(Path folder) {
        return catchThrowableOfType(CheckpointException.class, () -> Checkpoint.open(folder));
    }
}
