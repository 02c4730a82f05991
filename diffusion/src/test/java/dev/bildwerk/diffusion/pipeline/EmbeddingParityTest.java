package dev.bildwerk.diffusion.pipeline;

import static dev.bildwerk.diffusion.parity.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.MiniatureModels;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.embedding.EmbeddingException;
import dev.bildwerk.diffusion.embedding.EmbeddingUse;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Textual inversions against what diffusers computes with the same files, and in the other dialects. */
class EmbeddingParityTest {
    private static final double BOUND = 1e-5;
    private static final int TOKENS = 24;
    private static final String NEGATIVE = "blurry <mood>";
    private static final Map<String, String> PROMPTS = Map.of(
            "alone", "<mood>",
            "within", "a red fox, in <mood> light, at the harbour",
            "twice", "harbour harbour a fox<mood>",
            "plain", "a red fox");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"sd1", "sdxl"})
    void promptsAreEncodedAsDiffusersEncodesThem(String name) {
        try (FixtureFile expected = FixtureFile.open("models/%s/embeddings/expected.safetensors".formatted(name));
                LoadedModel model = load(MiniatureModels.folder(name));
                Scope scope = Scope.open()) {
            PROMPTS.forEach((key, prompt) -> {
                PromptConditioning text = encode(model, reading(name, Dialect.DIFFUSERS, "<mood>"), prompt, NEGATIVE);
                assertSame(text.prompts().getFirst().at(0), expected, key);
                assertSame(text.negative().at(0), expected, "negative");
            });
        }
    }

    private static void assertSame(TextConditioning text, FixtureFile expected, String key) {
        assertClose(text.text().narrow(1, 0, TOKENS), expected, key + ".states", BOUND);
        if (text.pooled() != null) {
            assertClose(text.pooled(), expected, key + ".pooled", BOUND);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd1", "sdxl"})
    void picturesAreThoseOfDiffusers(String name) {
        try (FixtureFile expected = FixtureFile.open("models/%s/embeddings/expected.safetensors".formatted(name));
                LoadedModel model = load(MiniatureModels.folder(name));
                Scope scope = Scope.open()) {
            GenerationRequest request = new GenerationRequest(
                    PROMPTS.get("within"), NEGATIVE, 42, 4, 5, SamplerName.EULER, ScheduleName.NORMAL, 32, 32);
            Controls controls = Controls.NONE.withAdditions(
                    Additions.NONE.withEmbeddings(reading(name, Dialect.DIFFUSERS, "<mood>").embeddings()));
            assertClose(
                    new LatentDrawing(model).latent(request.with(controls), ProgressListener.NONE),
                    expected,
                    "latent",
                    2e-4);
        }
    }

    @Test
    void anEncoderThatPoolsAtTheLargestIdDoesSoAtTheWordAsInTransformersAndInNoOtherDialect() throws IOException {
        Path copy = MiniatureModels.copy("sdxl", folder.resolve("sdxl"));
        Path config = copy.resolve("text_encoder_2/config.json");
        Files.writeString(config, Files.readString(config).replace("\"eos_token_id\": 999", "\"eos_token_id\": 2"));
        try (FixtureFile expected = FixtureFile.open("models/sdxl/embeddings/expected.safetensors");
                LoadedModel model = load(copy);
                Scope scope = Scope.open()) {
            String prompt = PROMPTS.get("within");
            PromptConditioning literal = encode(model, reading("sdxl", Dialect.DIFFUSERS, "<mood>"), prompt, NEGATIVE);
            assertClose(
                    literal.prompts().getFirst().at(0).pooled(), expected, "within.pooled-at-largest", BOUND);
            PromptConditioning other = encode(model, reading("sdxl", Dialect.A1111, "<mood>"), prompt, NEGATIVE);
            assertClose(other.prompts().getFirst().at(0).pooled(), expected, "within.pooled", BOUND);
        }
    }

    @Test
    void theDialectsWriteTheSameWordInTheirOwnWays() {
        try (LoadedModel model = load(MiniatureModels.folder("sd1"));
                Scope scope = Scope.open()) {
            float[] literal = states(model, reading("sd1", Dialect.DIFFUSERS, "<mood>"), "a fox in <mood> light");
            assertThat(states(model, reading("sd1", Dialect.A1111, "mood"), "a fox in MOOD light"))
                    .usingComparatorWithPrecision(1e-5f)
                    .containsExactly(literal);
            assertThat(states(model, reading("sd1", Dialect.COMFYUI, "mood"), "a fox in embedding:mood light"))
                    .usingComparatorWithPrecision(1e-5f)
                    .containsExactly(literal);
        }
    }

    @Test
    void aWeightCountsForAllVectorsOfTheWord() {
        try (LoadedModel model = load(MiniatureModels.folder("sd1"));
                Scope scope = Scope.open()) {
            PromptReading comfy = reading("sd1", Dialect.COMFYUI, "mood");
            Tensor plain = tensor(model, comfy, "a embedding:mood");
            Tensor heavy = tensor(model, comfy, "a (embedding:mood:2)");
            Tensor empty = tensor(model, comfy, "");
            // The begin token, "a" and then three vectors.
            float[] twice = plain.sub(empty).mul(2).add(empty).narrow(1, 2, 3).toFloats();
            assertThat(heavy.narrow(1, 2, 3).toFloats()).usingComparatorWithPrecision(1e-4f).containsExactly(twice);
            assertThat(heavy.narrow(1, 5, 8).toFloats())
                    .usingComparatorWithPrecision(1e-5f)
                    .containsExactly(plain.narrow(1, 5, 8).toFloats());
        }
    }

    @Test
    void oneForAnotherFamilyIsASentence() {
        try (LoadedModel sd1 = load(MiniatureModels.folder("sd1"));
                LoadedModel sdxl = load(MiniatureModels.folder("sdxl"))) {
            assertOtherFamily(sd1, "sdxl");
            assertOtherFamily(sdxl, "sd1");
        }
        try (LoadedModel mini = load(MiniatureModels.folder("mini"))) {
            assertOtherFamily(mini, "sdxl");
        }
    }

    private static void assertOtherFamily(LoadedModel model, String of) {
        try (Scope scope = Scope.open()) {
            assertThatThrownBy(() -> encode(model, reading(of, Dialect.A1111, "mood"), "mood", ""))
                    .isInstanceOf(EmbeddingException.class)
                    .hasMessageContaining("mood.safetensors")
                    .hasMessageContaining("another family");
        }
    }

    private static PromptConditioning encode(LoadedModel model, PromptReading reading, String prompt, String negative) {
        return new PromptEncoder(model).encode(reading, prompt, negative, 4, true);
    }

    private static float[] states(LoadedModel model, PromptReading reading, String prompt) {
        return tensor(model, reading, prompt).toFloats();
    }

    private static Tensor tensor(LoadedModel model, PromptReading reading, String prompt) {
        return encode(model, reading, prompt, "").prompts().getFirst().at(0).text();
    }

    private static PromptReading reading(String model, Dialect dialect, String mood) {
        return new PromptReading(
                dialect, 0, List.of(use(mood, model, "mood"), use("harbour", model, "harbour")));
    }

    private static EmbeddingUse use(String word, String model, String file) {
        return new EmbeddingUse(
                word, FixtureFile.path("models/%s/embeddings/%s.safetensors".formatted(model, file)));
    }

    private static LoadedModel load(Path folder) {
        return LoadedModel.read(Checkpoint.open(folder), new Placement(Device.CPU, DType.F32));
    }
}
