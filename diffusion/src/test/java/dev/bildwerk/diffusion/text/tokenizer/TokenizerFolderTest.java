package dev.bildwerk.diffusion.text.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerFolderTest {
    private static final String VOCABULARY =
            """
            {"!": 0, "a": 1, "b": 2, "c": 3, "a</w>": 4, "b</w>": 5, "c</w>": 6, "ab": 7, "abc</w>": 8,
             "<|startoftext|>": 9, "<|endoftext|>": 10}""";
    private static final String MERGES = "#version: 0.2\na b\nab c</w>\n";

    @TempDir
    Path folder;

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    private ClipTokenizer load() {
        return ClipTokenizer.load(folder);
    }

    @Test
    void readsVocabularyAndMerges() throws IOException {
        write("vocab.json", VOCABULARY);
        write("merges.txt", MERGES);
        ClipTokenizer tokenizer = load();
        assertThat(tokenizer.encode("abc ab AB c")).containsExactly(8, 1, 5, 1, 5, 6);
        assertThat(tokenizer.vocabularySize()).isEqualTo(11);
        assertThat(tokenizer.maxLength()).isEqualTo(77);
        assertThat(tokenizer.pad()).isEqualTo(10);
    }

    @Test
    void givesTheUnknownTokenForABytesOutsideTheVocabulary() throws IOException {
        write("vocab.json", VOCABULARY);
        write("merges.txt", MERGES);
        assertThat(load().encode("axb")).containsExactly(1, 10, 5);
    }

    @Test
    void readsLengthAndSpecialTokensOfTheConfiguration() throws IOException {
        write("vocab.json", VOCABULARY);
        write("merges.txt", MERGES);
        write("tokenizer_config.json", "{\"model_max_length\": 8, \"bos_token\": {\"content\": \"<|startoftext|>\"}}");
        write("special_tokens_map.json", "{\"pad_token\": \"!\"}");
        ClipTokenizer tokenizer = load();
        assertThat(tokenizer.encodePadded("abc")).containsExactly(9, 8, 10, 0, 0, 0, 0, 0);
        assertThat(tokenizer.encode("a!c")).as("a pad token spelled in a text").containsExactly(4, 0, 6);
    }

    @Test
    void findsANormalizedSpecialTokenInAnyCase() throws IOException {
        write("vocab.json", VOCABULARY);
        write("merges.txt", MERGES);
        write(
                "special_tokens_map.json",
                "{\"bos_token\": {\"content\": \"<|startoftext|>\", \"normalized\": true}}");
        assertThat(load().encode("a<|STARTOFTEXT|>")).containsExactly(4, 9);
    }

    @Test
    void readsAddedTokens() throws IOException {
        write("vocab.json", VOCABULARY);
        write("merges.txt", MERGES);
        write("added_tokens.json", "{\"<my-cat>\": 11}");
        ClipTokenizer tokenizer = load();
        assertThat(tokenizer.encode("a <my-cat> b")).containsExactly(4, 11, 5);
        assertThat(tokenizer.vocabularySize()).isEqualTo(12);
    }

    @Test
    void readsOneFileThatHoldsEverything() throws IOException {
        write(
                "tokenizer.json",
                """
                {"model": {"vocab": %s, "merges": [["a", "b"], "ab c</w>"]},
                 "added_tokens": [{"id": 10, "content": "<|endoftext|>", "normalized": false}]}"""
                        .formatted(VOCABULARY));
        assertThat(load().encode("abc <|endoftext|>")).containsExactly(8, 10);
    }

    @Test
    void takesANumberThatMeansNoLimitAsClipsLength() throws IOException {
        write("vocab.json", VOCABULARY);
        write("merges.txt", MERGES);
        write("tokenizer_config.json", "{\"model_max_length\": 1000000000000000019884624838656}");
        assertThat(load().maxLength()).isEqualTo(77);
    }

    @Test
    void saysWhichFileIsMissing() throws IOException {
        assertThatThrownBy(this::load)
                .isInstanceOf(TokenizerFileException.class)
                .hasMessageContaining("vocab.json cannot be read");
        write("vocab.json", VOCABULARY);
        assertThatThrownBy(this::load).hasMessageContaining("merges.txt cannot be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"a\": 1",
                "{\"a\": 1} x",
                "{\"a\": -1}",
                "{\"a\": 1.5}",
                "{\"a\": \"1\"}",
                "{\"a\": 99999999999}",
                "{\"a\": 1, \"b\": 1}",
                "{\"a\": 1}"
            })
    void refusesAVocabularyThatIsNone(String content) throws IOException {
        write("vocab.json", content);
        write("merges.txt", MERGES);
        assertThatThrownBy(this::load)
                .isInstanceOf(TokenizerFileException.class)
                .hasMessageContaining("vocab.json")
                .hasMessageEndingWith(".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a ", " b", "a b c", "x y", "a c"})
    void refusesAMergeThatDoesNotFit(String line) throws IOException {
        write("vocab.json", VOCABULARY);
        write("merges.txt", "#version: 0.2\n" + line + "\n");
        assertThatThrownBy(this::load).isInstanceOf(TokenizerFileException.class).hasMessageEndingWith(".");
    }

    @Test
    void refusesBytesThatAreNoText() throws IOException {
        Files.write(folder.resolve("vocab.json"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(this::load).hasMessageContaining("vocab.json is not UTF-8 text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "\"many\"", "2", "[]"})
    void refusesALengthThatHoldsNoPrompt(String length) throws IOException {
        write("vocab.json", VOCABULARY);
        write("merges.txt", MERGES);
        write("tokenizer_config.json", "{\"model_max_length\": " + length + "}");
        assertThatThrownBy(this::load).hasMessageContaining("model_max_length");
    }

    @Test
    void refusesASpecialTokenThatTheVocabularyLacks() throws IOException {
        write("vocab.json", VOCABULARY);
        write("merges.txt", MERGES);
        write("special_tokens_map.json", "{\"pad_token\": \"<pad>\"}");
        assertThatThrownBy(this::load).hasMessageContaining("no token \"<pad>\", which is this tokenizer's pad_token");
    }
}
