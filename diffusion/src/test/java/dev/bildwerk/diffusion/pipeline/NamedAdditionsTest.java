package dev.bildwerk.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.diffusion.adapter.AdapterException;
import dev.bildwerk.diffusion.adapter.AdapterNames;
import dev.bildwerk.diffusion.adapter.AdapterUse;
import dev.bildwerk.diffusion.embedding.EmbeddingUse;
import dev.bildwerk.diffusion.pipeline.NamedAdditions.Found;
import dev.bildwerk.diffusion.pipeline.NamedAdditions.Kind;
import dev.bildwerk.diffusion.pipeline.NamedAdditions.Unknown;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.prompt.NamedFiles;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.safetensors.SafetensorsWriter;
import dev.bildwerk.engine.safetensors.TensorData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NamedAdditionsTest {
    @TempDir
    Path folder;

    private Path ink;
    private Path mood;

    @BeforeEach
    void layOut() {
        ink = write("loras/ink.safetensors", "brush");
        write("loras/a.safetensors", "twin");
        write("loras/b.safetensors", "twin");
        mood = write("embeddings/mood.safetensors", "");
        write("embeddings/bad-hands.safetensors", "");
    }

    @Test
    void findsTagsInTheirOrderBehindWhatIsGiven() throws IOException {
        AdapterUse given = new AdapterUse(ink, 0.1, 0.1);
        Found found = find(
                Dialect.A1111, "fox <lora:INK:0.5:2> <lora:none> <lora:brush>", "<lora:ink:9>",
                Additions.NONE.withAdapters(List.of(given)));
        assertThat(found.additions().adapters())
                .containsExactly(given, new AdapterUse(ink, 2, 0.5), new AdapterUse(ink, 1, 1));
        assertThat(found.unknown()).containsExactly(new Unknown(Kind.ADAPTER, "none", List.of()));
    }

    @Test
    void aNameThatTwoWereTrainedUnderIsNone() throws IOException {
        assertThat(find(Dialect.A1111, "fox <lora:twin:1>", "", Additions.NONE).unknown()).hasSize(1);
        assertThat(find(Dialect.A1111, "fox <lora:inc:1>", "", Additions.NONE).unknown())
                .containsExactly(new Unknown(Kind.ADAPTER, "inc", List.of("ink")));
    }

    @Test
    void findsWordsInBothPromptsAtEveryStepOfEveryPass() throws IOException {
        assertThat(words(Dialect.A1111, "a [fox:Mood:0.5]", "(BAD-hands:1.2)"))
                .containsExactlyInAnyOrder("mood", "bad-hands");
        assertThat(words(Dialect.DIFFUSERS, "a mood", "bad-hands, Mood"))
                .containsExactlyInAnyOrder("mood", "bad-hands");
        assertThat(words(Dialect.COMFYUI, "mood embedding:Mood.safetensors", "embedding:x/bad-hands"))
                .containsExactly("Mood", "x/bad-hands");
        Controls hires = Controls.NONE.withDialect(Dialect.A1111).withHires(new HiresFix(2, 40, 0.7, Upscaler.LANCZOS));
        assertThat(named().in(request("a [fox:mood:30]", "").with(hires)).additions().embeddings()).hasSize(1);
    }

    @Test
    void aWordThatIsTaughtAlreadyIsNotLookedUp() throws IOException {
        EmbeddingUse given = new EmbeddingUse("Mood", ink);
        assertThat(find(Dialect.A1111, "a mood", "", Additions.NONE.withEmbeddings(List.of(given)))
                        .additions().embeddings())
                .containsExactly(given);
    }

    @Test
    void aStrengthBeyondItsRangeIsASentence() {
        assertThatThrownBy(() -> find(Dialect.A1111, "a <lora:ink:1000>", "", Additions.NONE))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("-100 to 100");
    }

    @ParameterizedTest
    @EnumSource
    void noPromptThrows(Dialect dialect) throws IOException {
        NamedAdditions named = named();
        List<String> parts = List.of(
                "<lora:", "<", ">", "ink", ":", "1", "../", "embedding:", " embedding:mood", "mood", "(", ")", "[", "]",
                "|", " ", "\n", ",", "BREAK", "AND", "\ud83e\udd8a", "é", "\\", "<lora:ink:0.5>", "<lora:none>",
                "bad-hands");
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder prompt = new StringBuilder("a");
            for (int j = random.nextInt(20); j > 0; j--) {
                prompt.append(parts.get(random.nextInt(parts.size())));
            }
            GenerationRequest request = request(prompt.toString(), prompt.toString());
            Found found = named.in(request.with(Controls.NONE.withDialect(dialect)));
            assertThat(found.additions().files()).allMatch(file -> file.startsWith(folder));
        }
    }

    private List<String> words(Dialect dialect, String prompt, String negative) throws IOException {
        return find(dialect, prompt, negative, Additions.NONE).additions().embeddings().stream()
                .map(EmbeddingUse::word)
                .toList();
    }

    private Found find(Dialect dialect, String prompt, String negative, Additions given) throws IOException {
        return named().in(request(prompt, negative)
                .with(Controls.NONE.withDialect(dialect).withAdditions(given)));
    }

    private NamedAdditions named() throws IOException {
        return new NamedAdditions(
                new AdapterNames(NamedFiles.in(List.of(ink.getParent()))), NamedFiles.in(List.of(mood.getParent())));
    }

    private static GenerationRequest request(String prompt, String negative) {
        return new GenerationRequest(prompt, negative, 1, 20, 7, SamplerName.EULER, ScheduleName.NORMAL, 64, 64);
    }

    private Path write(String name, String trainedAs) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SafetensorsWriter.write(
                file,
                List.of(new TensorData("x", DType.F32, List.of(1L), MemorySegment.ofArray(new byte[4]))),
                trainedAs.isEmpty() ? Map.of() : Map.of("ss_output_name", trainedAs));
        return file;
    }
}
