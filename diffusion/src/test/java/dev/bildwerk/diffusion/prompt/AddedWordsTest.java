package dev.bildwerk.diffusion.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.text.tokenizer.ClipTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Words beside the vocabulary, in each dialect's own way. */
class AddedWordsTest {
    private static final ClipTokenizer CLIP = ClipTokenizer.standard();
    private static final int FIRST = CLIP.vocabularySize();
    private static final List<String> NAMES = List.of("bad", "Bad-Hands-5", "<cat>");
    private static final List<Integer> VECTORS = List.of(1, 4, 2);
    private static final AddedWords WORDS = AddedWords.of(CLIP, NAMES, VECTORS, FIRST);

    @Test
    void a1111FindsTheLongestWordByItsTokensInAnyCase() {
        assertThat(ids(Dialect.A1111, "BAD-hands-5, bad"))
                .containsExactly(FIRST + 1, FIRST + 2, FIRST + 3, FIRST + 4, comma(), FIRST);
        assertThat(ids(Dialect.A1111, "badly")).isEqualTo(list(CLIP.encode("badly")));
        assertThat(ids(Dialect.A1111, "bad-hands")).startsWith(FIRST).doesNotContain(FIRST + 1);
        assertThat(ids(Dialect.A1111, "(bad:1.2)-hands-5")).startsWith(FIRST).doesNotContain(FIRST + 1);
    }

    @Test
    void diffusersFindsAWordAsItIsWrittenAlsoWithinAnother() {
        assertThat(ids(Dialect.DIFFUSERS, "a<cat>bad")).containsExactly(
                CLIP.encode("a")[0], FIRST + 5, FIRST + 6, FIRST);
        assertThat(ids(Dialect.DIFFUSERS, "Bad <CAT> bad-hands-5")).startsWith(CLIP.encode("Bad")[0]).contains(FIRST)
                .doesNotContain(FIRST + 1, FIRST + 5);
    }

    @Test
    void comfyuiFindsAWordBehindItsPrefix() {
        assertThat(ids(Dialect.COMFYUI, "bad embedding:bad,, fox embedding:bad-hands-5.safetensors x"))
                .isEqualTo(Stream.of(
                                list(CLIP.encode("bad")),
                                List.of(FIRST),
                                list(CLIP.encode(",, fox")),
                                List.of(FIRST + 1, FIRST + 2, FIRST + 3, FIRST + 4),
                                list(CLIP.encode("x")))
                        .flatMap(List::stream)
                        .toList());
        assertThat(ids(Dialect.COMFYUI, "a embedding:none fox")).isEqualTo(list(CLIP.encode("a fox")));
        assertThat(ids(Dialect.COMFYUI, "a,embedding:bad")).isEqualTo(list(CLIP.encode("a,embedding:bad")));
        assertThat(ids(Dialect.COMFYUI, "(embedding:bad:1.3)")).containsExactly(FIRST);
        assertThat(ids(Dialect.COMFYUI, "embedding:")).isEmpty();
    }

    @Test
    void vectorsCountAsTokensAndA1111DoesNotDivideAWord() {
        assertThat(sizes(Dialect.A1111, "fox ".repeat(72) + "bad-hands-5 fox")).containsExactly(72, 5);
        assertThat(sizes(Dialect.A1111, "fox ".repeat(71) + "bad-hands-5")).containsExactly(75);
        assertThat(sizes(Dialect.A1111, "fox ".repeat(70) + ", fox fox fox fox bad")).containsExactly(71, 5);
        // With room for one of its four vectors the chunk is not full, so no comma is looked for.
        assertThat(sizes(Dialect.A1111, "fox ".repeat(70) + ", fox fox fox bad-hands-5")).containsExactly(74, 4);
        assertThat(sizes(Dialect.COMFYUI, "fox ".repeat(72) + "embedding:bad-hands-5")).containsExactly(72, 4);
        assertThat(sizes(Dialect.DIFFUSERS, "fox ".repeat(74) + "<cat>")).containsExactly(75, 1);
    }

    @Test
    void allVectorsOfAWordHaveItsWeight() {
        TokenChunk chunk = chunks(Dialect.A1111, "a (bad-hands-5:1.5)").getFirst();
        assertThat(Arrays.copyOf(chunk.weights(), 7)).containsExactly(1, 1, 1.5f, 1.5f, 1.5f, 1.5f, 1);
    }

    @ParameterizedTest
    @EnumSource
    void everyPromptIsFramedWhateverStandsInIt(Dialect dialect) {
        List<String> odd = List.of("cat", "b", "(", " ", "ca", "embedding:");
        AddedWords words = AddedWords.of(CLIP, odd, List.of(8, 75, 1, 2, 3, 1), FIRST);
        RandomPrompts.of(2_000).forEach(text -> {
            WeightedPrompt prompt = WeightedPrompt.parse(dialect, text);
            for (TokenChunk chunk : TokenChunks.of(dialect, prompt, CLIP, words)) {
                assertThat(chunk.ids()).hasSize(CLIP.maxLength()).startsWith(CLIP.bos());
                assertThat(Arrays.stream(chunk.ids())).allMatch(id -> id >= 0 && id < FIRST + 90);
            }
            assertThat(EmbeddingNames.in(dialect, List.of(prompt), List.of("cat", "b", "("))).isNotNull();
            assertThat(EmbeddingNames.leftOut(dialect, text, List.of("cat", "b"))).isNotNull();
        });
    }

    @Test
    void namesAreFoundInThePromptOfEachDialect() {
        List<String> names = List.of("bad", "Bad-Hands-5", "mood", "Mood board");
        assertThat(named(Dialect.A1111, "a MOOD  Board, (bad:1.2) [fox:bad-hands-5:3]", names))
                .containsExactlyInAnyOrder("mood", "Mood board", "bad", "Bad-Hands-5");
        assertThat(named(Dialect.A1111, "a moody badger", names)).isEmpty();
        assertThat(named(Dialect.DIFFUSERS, "a mood badger, Bad", names)).containsExactly("mood");
        assertThat(named(Dialect.COMFYUI, "bad (embedding:mood:1.2) embedding:nowhere,", names))
                .containsExactly("mood", "nowhere");
    }

    private static Set<String> named(Dialect dialect, String prompt, List<String> names) {
        return EmbeddingNames.in(dialect, PromptPlan.of(dialect, prompt, 8).prompts(), names);
    }

    private static int comma() {
        return CLIP.encode(",")[0];
    }

    private static List<TokenChunk> chunks(Dialect dialect, String prompt) {
        return TokenChunks.of(dialect, WeightedPrompt.parse(dialect, prompt), CLIP, WORDS);
    }

    /** Without begin, end and padding. */
    private static List<Integer> ids(Dialect dialect, String prompt) {
        List<Integer> ids = new ArrayList<>();
        chunks(dialect, prompt).forEach(chunk -> ids.addAll(list(words(chunk))));
        return ids;
    }

    private static List<Integer> sizes(Dialect dialect, String prompt) {
        return chunks(dialect, prompt).stream().map(chunk -> words(chunk).length).toList();
    }

    private static int[] words(TokenChunk chunk) {
        int end = IntStream.range(1, chunk.ids().length)
                .filter(i -> chunk.ids()[i] == CLIP.eos())
                .findFirst()
                .orElseThrow();
        return Arrays.copyOfRange(chunk.ids(), 1, end);
    }

    private static List<Integer> list(int[] ids) {
        return Arrays.stream(ids).boxed().toList();
    }
}
