package dev.bildwerk.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bildwerk.diffusion.text.tokenizer.TokenizerFileException;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Threads;
import dev.bildwerk.engine.safetensors.SafetensorsException;
import dev.bildwerk.engine.safetensors.TensorData;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadedModelTest {
    private static final String UNET = "unet/diffusion_pytorch_model.safetensors";
    private static final String VAE = "vae/diffusion_pytorch_model.safetensors";
    private static final String TEXT = "text_encoder/model.safetensors";
    private static final Placement FULL = new Placement(Device.CPU, DType.F32);

    @TempDir
    Path temporary;

    @BeforeAll
    static void smallModelsNeedOneThread() {
        Threads.use(1);
    }

    @ParameterizedTest
    @CsvSource({
        UNET + ", mid_block.resnets.0.conv1.weight, '[32, 32, 3, 3]'",
        VAE + ", decoder.conv_in.bias, '[16]'",
        TEXT + ", text_model.final_layer_norm.weight, '[32]'",
    })
    void namesTheWeightThatIsMissing(String file, String key, String shape) {
        DamagedModel model = DamagedModel.of("sd1", temporary)
                .rewrite(file, tensor -> tensor.name().equals(key) ? Stream.empty() : Stream.of(tensor));

        CheckpointException error = failure(model);

        assertThat(error.code()).isEqualTo("checkpoint.weight.missing");
        assertThat(error).hasMessageContaining(file).hasMessageContaining(key).hasMessageContaining(shape);
    }

    @ParameterizedTest
    @CsvSource({UNET + ", conv_in.weight", VAE + ", quant_conv.weight", TEXT + ", text_model.final_layer_norm.bias"})
    void namesTheWeightThatHasNoPlace(String file, String key) {
        DamagedModel model = DamagedModel.of("sd1", temporary)
                .rewrite(
                        file,
                        tensor -> tensor.name().equals(key)
                                ? Stream.of(tensor, named(tensor, key + ".extra"))
                                : Stream.of(tensor));

        CheckpointException error = failure(model);

        assertThat(error.code()).isEqualTo("checkpoint.weight.surplus");
        assertThat(error).hasMessageContaining(file).hasMessageContaining(key + ".extra");
    }

    @Test
    void namesBothShapesOfAMisshapenWeight() {
        DamagedModel model = DamagedModel.of("sd1", temporary)
                .rewrite(
                        UNET,
                        tensor -> Stream.of(
                                tensor.name().equals("conv_in.weight")
                                        ? new TensorData(
                                                tensor.name(), tensor.dtype(), List.of(16L, 4L, 9L), tensor.data())
                                        : tensor));

        CheckpointException error = failure(model);

        assertThat(error.code()).isEqualTo("checkpoint.weight.shape");
        assertThat(error)
                .hasMessageContaining(UNET)
                .hasMessageContaining("conv_in.weight")
                .hasMessageContaining("[16, 4, 9]")
                .hasMessageContaining("[16, 4, 3, 3]");
    }

    @Test
    void refusesWeightsThatAreWholeNumbers() {
        DamagedModel model = DamagedModel.of("sd1", temporary)
                .rewrite(
                        UNET,
                        tensor -> Stream.of(
                                tensor.name().equals("conv_in.bias")
                                        ? new TensorData(tensor.name(), DType.I16, tensor.shape(), tensor.data())
                                        : tensor));

        assertThat(failure(model).code()).isEqualTo("checkpoint.weight.format");
    }

    @Test
    void refusesAFileThatIsCutOff() throws IOException {
        DamagedModel model = DamagedModel.of("sd1", temporary);
        try (RandomAccessFile file = new RandomAccessFile(model.file(UNET).toFile(), "rw")) {
            file.setLength(file.length() - 100);
        }

        assertThat(catchThrowableOfType(SafetensorsException.class, () -> read(model)))
                .hasMessageContaining("diffusion_pytorch_model.safetensors");
    }

    @Test
    void refusesTheWeightsOfAnotherModel() throws IOException {
        DamagedModel model = DamagedModel.of("sd1", temporary);
        Files.delete(model.file(UNET));
        Files.copy(MiniatureModels.folder("sdxl").resolve(UNET), model.file(UNET));

        assertThat(failure(model).code()).startsWith("checkpoint.weight.");
    }

    @Test
    void refusesAFolderWithoutItsTokenizer() throws IOException {
        DamagedModel model = DamagedModel.of("sd1", temporary);
        Files.delete(model.file("tokenizer/vocab.json"));

        assertThat(catchThrowableOfType(TokenizerFileException.class, () -> read(model)))
                .hasMessageContaining("vocab.json");
    }

    @Test
    void refusesATokenizerThatIsLargerThanItsEncoder() {
        DamagedModel model =
                DamagedModel.of("sd1", temporary).set("text_encoder/config.json", "vocab_size", "900");

        assertThat(failure(model).code()).isEqualTo("checkpoint.config.mismatch");
    }

    @Test
    void readsATextEncoderWhoseNamesLackTheirFirstPart() {
        DamagedModel model =
                DamagedModel.of("sd1", temporary).rename(TEXT, name -> name.replaceFirst("^text_model\\.", ""));

        assertThat(lastState(model.folder())).containsExactly(lastState(MiniatureModels.folder("sd1")));
    }

    @Test
    void passesOverThePositionsThatOldFilesCarry() {
        DamagedModel model = DamagedModel.of("sd1", temporary)
                .rewrite(
                        TEXT,
                        tensor -> tensor.name().endsWith("final_layer_norm.bias")
                                ? Stream.of(
                                        tensor,
                                        new TensorData(
                                                "text_model.embeddings.position_ids",
                                                DType.I64,
                                                List.of(1L, 77L),
                                                MemorySegment.ofArray(new long[77])))
                                : Stream.of(tensor));

        read(model).close();
    }

    @Test
    void readsAnAutoencoderWhoseAttentionHasItsOldNames() {
        DamagedModel model = DamagedModel.of("sd1", temporary)
                .rename(
                        VAE,
                        name -> name.replace(".attentions.0.to_q.", ".attentions.0.query.")
                                .replace(".attentions.0.to_k.", ".attentions.0.key.")
                                .replace(".attentions.0.to_v.", ".attentions.0.value.")
                                .replace(".attentions.0.to_out.0.", ".attentions.0.proj_attn."));

        assertThat(decoded(model.folder())).containsExactly(decoded(MiniatureModels.folder("sd1")));
    }

    @Test
    void weightsLieInThePrecisionThatIsAskedFor() {
        Path folder = MiniatureModels.folder("sd1");
        try (LoadedModel model =
                        LoadedModel.read(Checkpoint.open(folder), new Placement(Device.CPU, DType.BF16));
                Scope scope = Scope.open()) {
            Tensor decoded =
                    model.vae().part().picture(Tensor.zeros(DType.F32, 1, 4, 4, 4), DType.BF16);
            assertThat(decoded.dtype()).isEqualTo(DType.BF16);
            assertThat(decoded.isFinite()).isTrue();
        }
    }

    private static TensorData named(TensorData tensor, String name) {
        return new TensorData(name, tensor.dtype(), tensor.shape(), tensor.data());
    }

    private static float[] lastState(Path folder) {
        try (LoadedModel model = LoadedModel.read(Checkpoint.open(folder), FULL);
                Scope scope = Scope.open()) {
            LoadedText text = model.texts().getFirst();
            int[][] tokens = text.tokenizer().chunks("a red fox");
            return text.encoder().part().apply(tokens).lastHiddenState().toFloats();
        }
    }

    private static float[] decoded(Path folder) {
        try (LoadedModel model = LoadedModel.read(Checkpoint.open(folder), FULL);
                Scope scope = Scope.open()) {
            Tensor latent = MiniatureModels.read(folder("sd1", "cases.safetensors"), "vae.latent");
            return model.vae().part().picture(latent, DType.F32).toFloats();
        }
    }

    private static Path folder(String name, String file) {
        return MiniatureModels.folder(name).resolve(file);
    }

    private static LoadedModel read(DamagedModel model) {
        return LoadedModel.read(Checkpoint.open(model.folder()), FULL);
    }

    private static CheckpointException failure(DamagedModel model) {
        return catchThrowableOfType(CheckpointException.class, () -> read(model));
    }
}
