package dev.bildwerk.diffusion.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.text.tokenizer.ClipTokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenChunksTest {
    private static final ClipTokenizer CLIP = ClipTokenizer.standard();

    @ParameterizedTest
    @EnumSource
    void aPromptOfOneChunkIsFramedAsEver(Dialect dialect) {
        for (String text : List.of("", "a red fox", "fox, ".repeat(37))) {
            List<TokenChunk> chunks = chunks(dialect, text);
            assertThat(chunks).hasSize(1);
            assertThat(chunks.getFirst().ids()).isEqualTo(CLIP.encodePadded(text));
            assertThat(chunks.getFirst().isWeighted()).isFalse();
        }
    }

    @Test
    void theLiteralDialectCutsWhereTheChunkIsFull() {
        String text = "(fox, [snow]:2) ".repeat(40);
        assertThat(chunks(Dialect.DIFFUSERS, text).stream().map(TokenChunk::ids).toArray(int[][]::new))
                .isDeepEqualTo(CLIP.chunks(text));
    }

    @Test
    void a1111MovesWhatFollowsANearCommaOn() {
        assertThat(words("fox ".repeat(60) + "snow, " + "cat ".repeat(20))).containsExactly(62, 20);
        // 75 tokens with the comma as the 56th: the 76th finds it 20 tokens before the end.
        assertThat(words("fox ".repeat(55) + ", " + "cat ".repeat(20))).containsExactly(56, 20);
        assertThat(words("fox ".repeat(54) + ", " + "cat ".repeat(21))).containsExactly(75, 1);
        assertThat(words("fox ".repeat(74) + ", cat")).containsExactly(75, 1);
        assertThat(words("fox ".repeat(70) + ", fox fox fox fox , cat")).containsExactly(75, 2);
        assertThat(words("fox ".repeat(80))).containsExactly(75, 5);
    }

    @Test
    void a1111BeginsAChunkAtEachBreak() {
        assertThat(words("a BREAK b c")).containsExactly(1, 2);
        assertThat(words("BREAK a")).containsExactly(0, 1);
        assertThat(words("a BREAK BREAK b BREAK")).containsExactly(1, 0, 1);
        assertThat(words("BREAK")).containsExactly(0);
    }

    @Test
    void weightsStayWithTheirTokens() {
        TokenChunk chunk = chunks(Dialect.A1111, "a (red fox:1.5) [b]").getFirst();
        assertThat(Arrays.copyOf(chunk.weights(), 7)).containsExactly(1, 1, 1.5f, 1.5f, (float) (1 / 1.1), 1, 1);
        List<TokenChunk> moved = chunks(Dialect.A1111, "fox ".repeat(70) + ", (cat:2) cat cat cat cat cat");
        assertThat(moved.get(1).weights()[1]).isEqualTo(2);
        assertThat(moved.get(0).isWeighted()).isFalse();
    }

    @Test
    void comfyCutsNoShortTextOfOneWeight() {
        assertThat(words(Dialect.COMFYUI, "fox ".repeat(72) + "(a b c d e f:1.1)")).containsExactly(72, 6);
        assertThat(words(Dialect.COMFYUI, "fox ".repeat(72) + "(a b c d e f g h:1.1)")).containsExactly(75, 5);
        assertThat(words(Dialect.COMFYUI, "fox ".repeat(72) + "(a b c:1.1)")).containsExactly(75);
        assertThat(words(Dialect.COMFYUI, "fox ".repeat(70) + ", " + "cat ".repeat(10))).containsExactly(75, 6);
    }

    @Test
    void sd2IsPaddedWithZeroAfterTheFirstEnd() {
        ClipTokenizer tokenizer = ClipTokenizer.standardPaddedWithZero();
        List<TokenChunk> chunks = TokenChunks.of(
                Dialect.A1111, WeightedPrompt.parse(Dialect.A1111, "a BREAK (b:2)"), tokenizer);
        for (TokenChunk chunk : chunks) {
            assertThat(Arrays.copyOfRange(chunk.ids(), 2, 5)).containsExactly(tokenizer.eos(), 0, 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anyPromptGivesFullRows(Dialect dialect) {
        Stream.concat(RandomPrompts.of(500), RandomPrompts.of(20).map(text -> text.repeat(50)))
                .forEach(text -> assertThat(chunks(dialect, text)).isNotEmpty().allSatisfy(chunk -> {
                    assertThat(chunk.ids()).hasSize(77).startsWith(CLIP.bos()).endsWith(CLIP.eos());
                    assertThat(chunk.weights()).hasSize(77);
                }));
    }

    private static List<Integer> words(String prompt) {
        return words(Dialect.A1111, prompt);
    }

    /** How many tokens of the prompt each chunk has. */
    private static List<Integer> words(Dialect dialect, String prompt) {
        return chunks(dialect, prompt).stream()
                .map(chunk -> (int) Arrays.stream(chunk.ids())
                        .filter(id -> id != CLIP.bos() && id != CLIP.eos())
                        .count())
                .collect(Collectors.toList());
    }

    private static List<TokenChunk> chunks(Dialect dialect, String prompt) {
        return TokenChunks.of(dialect, WeightedPrompt.parse(dialect, prompt), CLIP);
    }
}
