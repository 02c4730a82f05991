package dev.bildwerk.diffusion.text.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClipTokenizerTest {
    private final ClipTokenizer tokenizer = ClipTokenizer.standard();

    @Test
    void hasClipsNumbers() {
        assertThat(tokenizer.vocabularySize()).isEqualTo(49_408);
        assertThat(tokenizer.bos()).isEqualTo(49_406);
        assertThat(tokenizer.eos()).isEqualTo(49_407);
        assertThat(tokenizer.pad()).isEqualTo(49_407);
        assertThat(tokenizer.maxLength()).isEqualTo(77);
    }

    @Test
    void givesTheIdsThatTransformersGives() {
        assertThat(tokenizer.encode("a photo of a cat")).containsExactly(320, 1125, 539, 320, 2368);
        assertThat(tokenizer.encode("hello! world!!")).containsExactly(3306, 256, 1002, 748);
        assertThat(tokenizer.encode("it's DON'T we'LL ''s"))
                .containsExactly(585, 568, 847, 713, 649, 1342, 8445, 338);
        assertThat(tokenizer.encode("², ½ Ⅷ 123"))
                .containsExactly(41175, 267, 33613, 158, 227, 371, 272, 273, 274);
    }

    @Test
    void treatsUnicodeAsTransformersDoes() {
        assertThat(tokenizer.encode("ΣΑΣ İ")).containsExactly(139, 225, 138, 109, 139, 481, 328, 16384);
        assertThat(tokenizer.encode("x\0y\u200b\u0085z\u3000w")).containsExactly(343, 444, 344, 9844, 345, 342);
        assertThat(tokenizer.encode("e\u0301 ﬁ")).containsExactly(4166, 171, 105, 479);
    }

    @Test
    void readsSpecialTokensThatATextSpells() {
        assertThat(tokenizer.encode("a <|endoftext|> b")).containsExactly(320, 49407, 321);
        assertThat(tokenizer.encode("<|startoftext|>")).containsExactly(49406);
        assertThat(tokenizer.encode("a<|endof")).containsExactly(320, 27, 347, 945, 539);
    }

    @Test
    void givesNoIdsForTextWithoutWords() {
        assertThat(tokenizer.encode("")).isEmpty();
        assertThat(tokenizer.encode(" \t\r\n\u00a0\u2028")).isEmpty();
    }

    @Test
    void padsToItsLength() {
        int[] padded = tokenizer.encodePadded("a photo of a cat");
        assertThat(padded).hasSize(77).startsWith(49406, 320, 1125, 539, 320, 2368, 49407);
        assertThat(Arrays.copyOfRange(padded, 6, 77)).containsOnly(49407);
    }

    @Test
    void cutsALongTextAndKeepsItsEnd() {
        int[] padded = tokenizer.encodePadded("cat ".repeat(100));
        assertThat(padded).hasSize(77).startsWith(49406, 2368).endsWith(2368, 49407);
    }

    @Test
    void splitsALongTextIntoChunks() {
        int[][] chunks = tokenizer.chunks("cat ".repeat(75) + "dog");
        assertThat(chunks).hasDimensions(2, 77);
        assertThat(chunks[0]).startsWith(49406, 2368).endsWith(2368, 49407);
        assertThat(chunks[1]).startsWith(49406, 1929, 49407, 49407);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 74, 75, 76, 149, 150, 151, 1000})
    void chunksTogetherHoldEveryToken(int words) {
        String text = "cat ".repeat(words);
        int[][] chunks = tokenizer.chunks(text);
        assertThat(chunks.length).isEqualTo(Math.max(1, (words + 74) / 75));
        long cats = Arrays.stream(chunks).flatMapToInt(IntStream::of).filter(id -> id == 2368).count();
        assertThat(cats).isEqualTo(words);
        assertThat(List.of(chunks))
                .allSatisfy(chunk -> assertThat(chunk).hasSize(77).startsWith(49406).endsWith(49407));
    }

    @Test
    void takesHalfACharacterAsTheReplacementCharacter() {
        assertThat(tokenizer.encode("a\ud800b")).isEqualTo(tokenizer.encode("a\ufffdb"));
        assertThat(tokenizer.encode("\udc00")).isEqualTo(tokenizer.encode("\ufffd"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "qz", "🎨", "\u0301\u0316", "\ud800", "'s", "<|"})
    @Timeout(120) // a second or two; minutes where time goes with the square of the length
    void readsAMegabyteOfOneWord(String part) {
        String text = part.repeat((1 << 20) / part.length());
        assertThat(tokenizer.encode(text)).isNotEmpty();
    }

    @Test
    void givesOnlyIdsOfItsVocabularyForAnyString() {
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            char[] characters = new char[random.nextInt(40)];
            for (int i = 0; i < characters.length; i++) {
                characters[i] = (char) random.nextInt(1 << (3 + random.nextInt(14)));
            }
            String text = new String(characters);
            assertThat(Arrays.stream(tokenizer.encode(text))).allMatch(id -> id >= 0 && id < 49_408);
            assertThat(tokenizer.encode(text)).isEqualTo(tokenizer.encode(text));
        }
    }
}
