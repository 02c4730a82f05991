package dev.bildwerk.diffusion.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.text.tokenizer.ClipTokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Chunks with taught words against those that AUTOMATIC1111's and ComfyUI's own code makes. */
class EmbeddingChunksParityTest {
    private static final ClipTokenizer CLIP = ClipTokenizer.standard();
    private static final Offset<Float> EXACT = Offset.offset(1e-5f);

    @Test
    void chunksAreThoseOfTheOtherPrograms() throws IOException {
        JsonNode file = new ObjectMapper().readTree(FixtureFile.path("embedding-chunks.json").toFile());
        List<String> words = new ArrayList<>();
        List<Integer> vectors = new ArrayList<>();
        file.get("words").forEach(word -> words.add(word.textValue()));
        file.get("vectors").forEach(count -> vectors.add(count.intValue()));
        AddedWords added = AddedWords.of(CLIP, words, vectors, CLIP.vocabularySize());
        assertThat(file.get("cases")).hasSizeGreaterThan(20).allSatisfy(one -> {
            Dialect dialect = one.get("dialect").textValue().equals("a1111") ? Dialect.A1111 : Dialect.COMFYUI;
            String prompt = one.get("prompt").textValue();
            List<TokenChunk> chunks = TokenChunks.of(dialect, WeightedPrompt.parse(dialect, prompt), CLIP, added);
            assertThat(chunks).as(prompt).hasSameSizeAs(one.get("rows"));
            for (int i = 0; i < chunks.size(); i++) {
                assertSame(chunks.get(i), one.get("rows").get(i), "%s: %s, chunk %d".formatted(dialect, prompt, i));
            }
        });
    }

    private static void assertSame(TokenChunk chunk, JsonNode expected, String as) {
        int[] ids = ints(expected.get("ids"));
        assertThat(Arrays.copyOfRange(chunk.ids(), 1, ids.length + 1)).as(as).isEqualTo(ids);
        assertThat(Arrays.copyOfRange(chunk.ids(), ids.length + 1, CLIP.maxLength())).as(as).containsOnly(CLIP.eos());
        JsonNode weights = expected.get("weights");
        for (int i = 0; i < ids.length; i++) {
            double weight = weights.isEmpty() ? 1 : weights.get(i).doubleValue();
            assertThat(chunk.weights()[i + 1]).as("%s, weight %d", as, i).isCloseTo((float) weight, EXACT);
        }
    }

    private static int[] ints(JsonNode numbers) {
        int[] ints = new int[numbers.size()];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = numbers.get(i).intValue();
        }
        return ints;
    }
}
