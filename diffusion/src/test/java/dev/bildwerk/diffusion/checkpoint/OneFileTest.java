package dev.bildwerk.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bildwerk.diffusion.checkpoint.detect.FileKind;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.safetensors.SafetensorsException;
import dev.bildwerk.engine.safetensors.TensorData;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are not the model that somebody hoped for, and what is said of them. */
class OneFileTest {
    private static final Placement FULL = new Placement(Device.CPU, DType.F32);
    private static final String CONV_IN = "model.diffusion_model.input_blocks.0.0.weight";

    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"model.ckpt", "model.pt", "model.pth", "model.bin", "MODEL.CKPT"})
    void refusesPickledFilesByTheirNameAndSaysHowToConvertThem(String name) throws IOException {
        assertThat(failure(Files.write(temporary.resolve(name), new byte[100])))
                .hasMessageContaining(name)
                .hasMessageContaining("weights_only=True")
                .hasMessageContaining("safetensors.torch.save_file")
                .returns("checkpoint.file.pickled", CheckpointException::code);
    }

    @Test
    void refusesPickledFilesByTheirContent() throws IOException {
        byte[] zip = {'P', 'K', 3, 4, 0, 0, 8, 8, 0, 0};
        byte[] pickle = {(byte) 0x80, 2, (byte) 0x8a, 10, 'l', (byte) 0xfc, (byte) 0x9c, 'F', (byte) 0xf9};
        for (byte[] content : List.of(zip, pickle)) {
            Path file = Files.write(temporary.resolve("model.safetensors"), Arrays.copyOf(content, 200));
            assertThat(failure(file).code()).isEqualTo("checkpoint.file.pickled");
        }
    }

    @Test
    void aHeaderWhoseLengthLooksLikeAPickleIsNone() throws IOException {
        byte[] start = {(byte) 0x80, 2, 0, 0, 0, 0, 0, 0};
        assertThat(PickledFile.isPickled(Files.write(temporary.resolve("model.safetensors"), start))).isFalse();
    }

    @Test
    void saysWhatALoraIsThatWasNamedAsTheModel() {
        Path file = OneFileModel.write(
                Map.of("lora", floats("lora_unet_mid_block_attn2_to_k.lora_down.weight", 4, 768)),
                temporary.resolve("style.safetensors"));
        assertThat(failure(file))
                .hasMessageContaining("is a LoRA for Stable Diffusion 1, not a model: write it in the prompt")
                .returns("checkpoint.file.kind", CheckpointException::code);
    }

    @Test
    void namesTheWeightThatIsMissingUnderItsOwnName() {
        Map<String, TensorData> tensors = OneFileModel.tensors("sd1");
        tensors.remove("model.diffusion_model.middle_block.2.out_layers.3.bias");
        assertThat(loadingFailure("sd1", tensors))
                .hasMessageContaining("model.diffusion_model.middle_block.2.out_layers.3.bias")
                .returns("checkpoint.weight.missing", CheckpointException::code);
    }

    @Test
    void namesTheFusedWeightAndTheShapeThatItShouldHave() {
        Map<String, TensorData> tensors = OneFileModel.tensors("sd2v");
        String name = "cond_stage_model.model.transformer.resblocks.0.attn.in_proj_weight";
        tensors.put(name, floats(name, 90, 32));
        assertThat(loadingFailure("sd2v", tensors))
                .hasMessageContaining(name)
                .hasMessageContaining("[90, 32]")
                .hasMessageContaining("[96, 32]")
                .returns("checkpoint.weight.shape", CheckpointException::code);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "model.diffusion_model.middle_block.3.extra.weight",
        "first_stage_model.encoder.mid.block_3.conv1.weight",
        "cond_stage_model.transformer.text_model.encoder.layers.9.extra",
    })
    void namesTheWeightThatHasNoPlace(String name) {
        Map<String, TensorData> tensors = OneFileModel.tensors("sd1");
        tensors.put(name, floats(name, 2, 2));
        assertThat(loadingFailure("sd1", tensors))
                .hasMessageContaining(name)
                .returns("checkpoint.weight.surplus", CheckpointException::code);
    }

    @Test
    void refusesWeightsThatBelongToNoPart() {
        Map<String, TensorData> tensors = OneFileModel.tensors("sd1");
        tensors.put("extra.weight", floats("extra.weight", 2, 2));
        assertThat(failure(OneFileModel.write(tensors, temporary.resolve("model.safetensors"))))
                .hasMessageContaining("extra.weight")
                .returns("checkpoint.weight.surplus", CheckpointException::code);
    }

    @Test
    void passesOverWhatTrainingLeft() {
        Map<String, TensorData> tensors = OneFileModel.tensors("sd1");
        for (String name : List.of(
                "model_ema.diffusion_modelout2bias",
                "model_ema.decay",
                "first_stage_model.loss.logvar",
                "cond_stage_model.transformer.text_model.embeddings.position_ids")) {
            tensors.put(name, floats(name, 1, 2));
        }
        Path file = OneFileModel.write(tensors, temporary.resolve("model.safetensors"));
        Verification.requirePlaces(OneFileModel.open("sd1", file, CheckpointOptions.NONE));
    }

    @Test
    void refusesPartsOfDifferentFamilies() {
        Map<String, TensorData> tensors = OneFileModel.tensors("sd1");
        tensors.keySet().removeIf(name -> name.startsWith("cond_stage_model."));
        OneFileModel.tensors("sdxl").forEach((name, tensor) -> {
            if (name.startsWith("conditioner.")) {
                tensors.put(name, tensor);
            }
        });
        assertThat(failure(OneFileModel.write(tensors, temporary.resolve("model.safetensors"))))
                .hasMessageContaining("cross_attention_dim is 32")
                .hasMessageContaining("together give 56")
                .returns("checkpoint.config.mismatch", CheckpointException::code);
    }

    @Test
    void saysOfAModelWithoutItsAutoencoderThatItIsIncomplete() {
        Map<String, TensorData> tensors = OneFileModel.tensors("sd1");
        tensors.keySet().removeIf(name -> name.startsWith("first_stage_model."));
        assertThat(failure(OneFileModel.write(tensors, temporary.resolve("model.safetensors"))))
                .hasMessageContaining("incomplete")
                .returns("checkpoint.file.shape", CheckpointException::code);
    }

    @Test
    void namesTheWeightThatIsNoNumber() {
        Map<String, TensorData> tensors = OneFileModel.tensors("sd1");
        float[] values = new float[16 * 4 * 3 * 3];
        values[100] = Float.NaN;
        tensors.put(CONV_IN, new TensorData(
                CONV_IN, DType.F32, List.of(16L, 4L, 3L, 3L), MemorySegment.ofArray(values)));
        Path file = OneFileModel.write(tensors, temporary.resolve("model.safetensors"));
        CheckpointException error = catchThrowableOfType(
                CheckpointException.class, () -> Verification.requireFinite(WeightSource.of(file)));
        assertThat(error)
                .hasMessageContaining(CONV_IN)
                .returns("checkpoint.weight.not-finite", CheckpointException::code);
    }

    @ParameterizedTest
    @CsvSource({"sd1, true", "sd1, false"})
    void takesAnAutoencoderFromAFileOfItsOwn(String name, boolean compVis) {
        Path file = MiniatureModels.folder(name).resolve("vae/diffusion_pytorch_model.safetensors");
        if (compVis) {
            Map<String, TensorData> tensors = OneFileModel.tensors(name);
            tensors.keySet().removeIf(key -> !key.startsWith("first_stage_model."));
            file = OneFileModel.write(tensors, temporary.resolve("vae.safetensors"));
        }
        VaeFile vae = VaeFile.open(file);
        Checkpoint model = Checkpoint.open(MiniatureModels.folder(name));
        assertThat(vae.config().blockOutChannels()).isEqualTo(model.vae().blockOutChannels());
        try (OpenedWeights opened = vae.files().source().open()) {
            WeightLookup lookup = new WeightLookup(opened, vae.files().names());
            assertThat(lookup.take("decoder.mid_block.attentions.0.to_q.weight", 16, 16).entry()).isNotNull();
            assertThat(lookup.take("decoder.up_blocks.0.resnets.0.conv1.weight", 16, 16, 3, 3).entry()).isNotNull();
        }
    }

    @Test
    void refusesAWholeModelAsTheAutoencoderOfAnother() {
        Path model = OneFileModel.write("sd1", temporary.resolve("other.safetensors"));
        CheckpointException error = catchThrowableOfType(CheckpointException.class, () -> Checkpoint.open(
                MiniatureModels.folder("sd1"), CheckpointOptions.NONE.withVae(model)));
        assertThat(error)
                .hasMessageContaining("not an autoencoder")
                .returns("checkpoint.file.kind", CheckpointException::code);
    }

    @Test
    void survivesDamagedHeaders() throws IOException {
        Path file = OneFileModel.write("sd1", temporary.resolve("model.safetensors"));
        byte[] valid = Files.readAllBytes(file);
        int header = (int) valid[0] + ((valid[1] & 0xff) << 8) + ((valid[2] & 0xff) << 16);
        Random random = new Random(5);
        String alphabet = "{}[]\",:0123456789-eE. .abc_";
        for (int round = 0; round < 40; round++) {
            byte[] bytes = valid.clone();
            for (int places = 1 + random.nextInt(3); places > 0; places--) {
                bytes[8 + random.nextInt(Math.max(header, 1000))] =
                        (byte) alphabet.charAt(random.nextInt(alphabet.length()));
            }
            Files.write(file, bytes);
            try {
                Checkpoint.open(file);
            } catch (CheckpointException | SafetensorsException e) {
                assertThat(e.getMessage().getBytes(StandardCharsets.UTF_8)).doesNotContain((byte) '\n');
            }
        }
    }

    @Test
    void inspectsFilesAndFolders() {
        Path file = OneFileModel.write("sdxl", temporary.resolve("model.safetensors"));
        Inspection oneFile = Inspection.of(file);
        Inspection folder = Inspection.of(MiniatureModels.folder("sdxl"));
        assertThat(oneFile.kind().title()).isEqualTo("a model: Stable Diffusion XL");
        assertThat(oneFile.layout()).isEqualTo(FileKind.Layout.ONE_FILE);
        assertThat(folder.layout()).isEqualTo(FileKind.Layout.DIFFUSERS);
        assertThat(oneFile.parameters().get(DType.F16)).isEqualTo(folder.parameters().get(DType.F16));
        assertThat(folder.sources()).hasSize(4);
    }

    private CheckpointException loadingFailure(String name, Map<String, TensorData> tensors) {
        Path file = OneFileModel.write(tensors, temporary.resolve("model.safetensors"));
        Checkpoint model = OneFileModel.open(name, file, CheckpointOptions.NONE);
        CheckpointException verified =
                catchThrowableOfType(CheckpointException.class, () -> Verification.requirePlaces(model));
        CheckpointException loaded =
                catchThrowableOfType(CheckpointException.class, () -> LoadedModel.read(model, FULL));
        assertThat(verified).hasMessage(loaded.getMessage());
        return loaded;
    }

    private static CheckpointException failure(Path file) {
        return catchThrowableOfType(CheckpointException.class, () -> Checkpoint.open(file));
    }

    private static TensorData floats(String name, int rows, int columns) {
        return new TensorData(
                name,
                DType.F32,
                List.of((long) rows, (long) columns),
                MemorySegment.ofArray(new float[rows * columns]));
    }
}
