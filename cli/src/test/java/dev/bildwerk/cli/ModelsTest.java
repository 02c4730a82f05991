package dev.bildwerk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.safetensors.SafetensorsWriter;
import dev.bildwerk.engine.safetensors.TensorData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bildwerk models} from its arguments to its words. */
class ModelsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private record Run(int exitCode, String out, String err) {}

    @Test
    void listsModelsAndOtherFilesAndSaysWhatIsWrongWithOne() throws IOException {
        MiniatureModel.copyTo(folder.resolve("mini"));
        Path lora = lora(folder.resolve("style.safetensors"), 0);
        Path pickled = Files.write(folder.resolve("old.ckpt"), new byte[10]);

        Run run = run("list", folder.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        folder.resolve("mini") + "  a model: Bildwerk, F16",
                        lora + "  a LoRA for Stable Diffusion 1, F32");
        assertThat(run.err()).contains(pickled.toString(), "weights_only=True").hasLineCount(1);
    }

    @Test
    void namesLoKrsAndEmbeddings() throws IOException {
        Path lokr = MiniatureModel.folder().resolveSibling("sd1/adapters/lokr.safetensors");
        Path word = write("word.safetensors", "emb_params", 4, 768);
        Path pair = folder.resolve("pair.safetensors");
        SafetensorsWriter.write(pair, List.of(zeros("clip_l", 2, 768), zeros("clip_g", 2, 1280)), Map.of());

        assertThat(run("list", folder.toString()).out().lines())
                .containsExactly(
                        pair + "  an embedding of 2 word vectors for Stable Diffusion XL, F32",
                        word + "  an embedding of 4 word vectors for Stable Diffusion 1, F32");
        assertThat(run("inspect", lokr.toString()).out()).contains("a LoKr", "<lora:NAME:1>");
        JsonNode json = JSON.readTree(run("inspect", pair.toString(), "--json").out());
        assertThat(json.get("kind").asText()).isEqualTo("embedding");
        assertThat(json.get("family").asText()).isEqualTo("sdxl");
    }

    private Path write(String name, String tensor, long rows, long width) {
        Path file = folder.resolve(name);
        SafetensorsWriter.write(file, List.of(zeros(tensor, rows, width)), Map.of());
        return file;
    }

    private static TensorData zeros(String name, long rows, long width) {
        float[] values = new float[Math.toIntExact(rows * width)];
        return new TensorData(name, DType.F32, List.of(rows, width), MemorySegment.ofArray(values));
    }

    @Test
    void listsAsJsonOneObjectALine() throws IOException {
        lora(folder.resolve("style.safetensors"), 0);
        Files.write(folder.resolve("old.ckpt"), new byte[10]);

        List<String> lines = run("list", folder.toString(), "--json").out().lines().toList();

        assertThat(JSON.readTree(lines.get(0)).at("/error/code").asText()).isEqualTo("checkpoint.file.pickled");
        assertThat(JSON.readTree(lines.get(1)).get("kind").asText()).isEqualTo("lora");
    }

    @Test
    void inspectsAModelFolder() throws IOException {
        JsonNode model = JSON.readTree(run("inspect", MiniatureModel.folder().toString(), "--json").out());

        assertThat(model.get("kind").asText()).isEqualTo("model");
        assertThat(model.get("family").asText()).isEqualTo("bildwerk");
        assertThat(model.get("layout").asText()).isEqualTo("diffusers");
        assertThat(model.get("prediction").asText()).isEqualTo("v_prediction");
        assertThat(model.get("parameters").asLong()).isEqualTo(model.at("/precision/F16").asLong()).isPositive();
        assertThat(model.get("known_clean").asBoolean()).isFalse();
        JsonNode file = model.get("files").get(0);
        assertThat(file.get("sha256").asText()).hasSize(64).startsWith(file.get("short_hash").asText());
        assertThat(file.get("short_hash").asText()).hasSize(10);
    }

    @Test
    void inspectsAFileWithItsMetadataMadeFitForALine() throws IOException {
        Path file = lora(folder.resolve("style.safetensors"), 0);

        Run run = run("inspect", file.toString(), "--no-hash");

        assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
                .contains("kind lora", "title a LoRA for Stable Diffusion 1", "licence cc0-1.0", "parameters 3,072")
                .anyMatch(line -> line.startsWith(" modelspec.title A title with a line and "));
        assertThat(run.out()).doesNotContain("\u001b", "sha256");
    }

    @Test
    void saysOfAWholeModelThatItIsWhole() {
        Run run = run("verify", MiniatureModel.folder().toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("is whole: a model: Bildwerk, not on the list of clean models").hasLineCount(1);
    }

    @Test
    void namesTheWeightThatIsNoNumberAndGoesOn() throws IOException {
        Path damaged = lora(folder.resolve("damaged.safetensors"), Float.POSITIVE_INFINITY);
        Path whole = lora(folder.resolve("whole.safetensors"), 1);

        Run run = run("verify", damaged.toString(), whole.toString(), "--json");

        assertThat(run.exitCode()).isEqualTo(4);
        List<String> lines = run.out().lines().toList();
        assertThat(JSON.readTree(lines.get(0)).at("/error/code").asText()).isEqualTo("checkpoint.weight.not-finite");
        assertThat(JSON.readTree(lines.get(1)).get("whole").asBoolean()).isTrue();
        assertThat(run.err()).contains("damaged.safetensors", "lora_down").hasLineCount(1);
    }

    @Test
    void namesTheWeightThatIsMissingInAModel() throws IOException {
        Path model = MiniatureModel.copyTo(folder.resolve("mini"));
        Path unet = model.resolve("unet/diffusion_pytorch_model.safetensors");
        Files.delete(unet);
        lora(unet, 0);

        Run run = run("verify", model.toString());

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("is missing", "conv_in.weight").hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void saysThatThereIsNoSuchFileOrFolder() {
        String nothing = folder.resolve("nothing").toString();
        for (String command : List.of("list", "inspect", "verify")) {
            Run run = run(command, nothing);
            assertThat(run.exitCode()).isEqualTo(4);
            assertThat(run.err()).contains(nothing, "check the path").hasLineCount(1);
        }
        assertThat(run("inspect").exitCode()).isEqualTo(2);
    }

    @Test
    void explainsItself() {
        assertThat(run().out()).contains("list", "inspect", "verify", "Exit codes");
        assertThat(run("verify", "--help").out()).contains("PATH", "known to be clean");
    }

    private static Path lora(Path target, float value) {
        float[] values = new float[4 * 768];
        values[7] = value;
        SafetensorsWriter.write(
                target,
                List.of(new TensorData(
                        "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k.lora_down.weight",
                        DType.F32,
                        List.of(4L, 768L),
                        MemorySegment.ofArray(values))),
                Map.of("modelspec.license", "cc0-1.0", "modelspec.title", "A title\nwith a line and \u001b[2J more"));
        return target;
    }

    private static Run run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] all = new String[arguments.length + 1];
        all[0] = "models";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        int exitCode = Main.run(
                new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), AppleGuard::new, all);
        return new Run(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }
}
