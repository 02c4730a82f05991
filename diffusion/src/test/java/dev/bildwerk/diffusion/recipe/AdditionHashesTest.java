package dev.bildwerk.diffusion.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.adapter.AdapterUse;
import dev.bildwerk.diffusion.embedding.EmbeddingUse;
import dev.bildwerk.diffusion.pipeline.Additions;
import dev.bildwerk.diffusion.pipeline.Controls;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.safetensors.SafetensorsWriter;
import dev.bildwerk.engine.safetensors.TensorData;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** LoRAs and embeddings in a recipe. */
class AdditionHashesTest {
    /** SHA-256 of eight zero bytes. */
    private static final String OF_EIGHT_ZEROS = "af5570f5a1810b7af78caf4bc70a660f0df51e42baf91d4de5b2328de0e83dfc";

    @TempDir
    Path folder;

    @Test
    void aLorasHashIsThatOfItsTensorsAloneAndAnEmbeddingsThatOfItsFile() {
        Path plain = write("plain.safetensors", Map.of());
        Path described = write("described.safetensors", Map.of("title", "Ink"));
        ForeignRecipe hashes = AdditionHashes.of(Additions.NONE
                .withAdapters(List.of(new AdapterUse(plain, 1, 1), new AdapterUse(described, 1, 1)))
                .withEmbeddings(List.of(new EmbeddingUse("a: b, c", plain), new EmbeddingUse("d", described))));
        assertThat(hashes.loraHashes())
                .containsEntry("plain", OF_EIGHT_ZEROS.substring(0, 12))
                .containsEntry("described", OF_EIGHT_ZEROS.substring(0, 12));
        assertThat(hashes.embeddingHashes().keySet()).containsExactly("a b c", "d");
        assertThat(hashes.embeddingHashes().values()).doesNotHaveDuplicates().allMatch(hash -> hash.length() == 12);
    }

    @Test
    void theHashThatTheTrainerNotedIsTakenAndWhatIsNoHashIsNot() {
        Path noted = write("noted.safetensors", Map.of("sshs_model_hash", "0123456789abcdef".repeat(4)));
        Path odd = write("odd.safetensors", Map.of("sshs_model_hash", "<script>, Seed: 1"));
        assertThat(AdditionHashes.of(Additions.NONE.withAdapters(
                                List.of(new AdapterUse(noted, 1, 1), new AdapterUse(odd, 1, 1))))
                        .loraHashes())
                .containsEntry("noted", "0123456789ab")
                .containsEntry("odd", OF_EIGHT_ZEROS.substring(0, 12));
    }

    @Test
    void aFileThatIsGoneIsLeftOut() {
        assertThat(AdditionHashes.of(Additions.NONE.withEmbeddings(
                                List.of(new EmbeddingUse("x", folder.resolve("none.safetensors")))))
                        .embeddingHashes())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsGivenBesideThePromptIsReadBackInEveryDialect(Dialect dialect) {
        Path file = write("Ink Wash.safetensors", Map.of());
        Additions additions = Additions.NONE.withAdapters(
                List.of(new AdapterUse(file, 0.7, 0.4), new AdapterUse(file, -1, -1)));
        GenerationRequest request = new GenerationRequest(
                        "a <lora:Ink Wash:-1> fox", "", 1, 20, 7, SamplerName.EULER, ScheduleName.NORMAL, 64, 64)
                .with(Controls.NONE.withDialect(dialect).withAdditions(additions));

        Infotext text = new Recipe(request, "", "").toInfotext("Bildwerk 1", AdditionHashes.of(additions));
        ForeignRecipe read = InfotextReader.read(Infotext.parse(text.format())).recipe();

        if (dialect == Dialect.A1111) {
            assertThat(read.prompt()).contains("a <lora:Ink Wash:-1> fox <lora:Ink Wash:0.4:0.7>");
            assertThat(read.loras()).isEmpty();
        } else {
            assertThat(text.prompt()).isEqualTo("a <lora:Ink Wash:-1> fox <lora:Ink Wash:0.4:0.7> <lora:Ink Wash:-1>");
            assertThat(read.prompt()).contains("a <lora:Ink Wash:-1> fox");
            assertThat(read.loras())
                    .containsExactly(new LoraUse("Ink Wash", 0.7, 0.4), new LoraUse("Ink Wash", -1, -1));
        }
        assertThat(read.loraHashes().keySet()).containsExactly("Ink Wash");
    }

    private Path write(String name, Map<String, String> metadata) {
        Path file = folder.resolve(name);
        SafetensorsWriter.write(
                file,
                List.of(new TensorData("a.lora_up.weight", DType.F32, List.of(2L), MemorySegment.ofArray(new byte[8]))),
                metadata);
        return file;
    }
}
