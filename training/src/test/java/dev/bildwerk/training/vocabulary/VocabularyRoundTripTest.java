package dev.bildwerk.training.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.text.tokenizer.ClipTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyRoundTripTest {
    private static final List<String> CAPTIONS = List.of(
            "a painting of a boat at sea",
            "a painting of a mountain in the snow",
            "ein Gemälde von einem Boot auf dem Meer",
            "ein Gemälde einer Mühle im Schnee",
            "a boat, a boat, and a mill");

    @TempDir
    Path folder;

    private BpeVocabulary written(int maxLength) throws IOException {
        BpeVocabulary vocabulary = BpeTrainer.learn(WordCounts.of(CAPTIONS), 600, 2);
        VocabularyWriter.write(vocabulary, maxLength, folder);
        return vocabulary;
    }

    @Test
    void theTokenizerReadsWhatTheWriterWrote() throws IOException {
        BpeVocabulary vocabulary = written(48);
        ClipTokenizer tokenizer = ClipTokenizer.load(folder);
        List<String> tokens = vocabulary.tokens();
        assertThat(tokenizer.vocabularySize()).isEqualTo(tokens.size());
        assertThat(tokenizer.maxLength()).isEqualTo(48);
        assertThat(tokens.get(tokenizer.bos())).isEqualTo("<|startoftext|>");
        assertThat(tokens.get(tokenizer.eos())).isEqualTo("<|endoftext|>");
        assertThat(tokenizer.pad()).isEqualTo(tokenizer.eos());
        assertThat(tokenizer.encodePadded("a boat")).hasSize(48);
    }

    @Test
    void everyCaptionIsSpelledByItsTokens() throws IOException {
        List<String> tokens = written(77).tokens();
        ClipTokenizer tokenizer = ClipTokenizer.load(folder);
        for (String caption : List.of("a boat at sea", "ein boot auf dem meer", "zebra quartz 77")) {
            String spelled = Arrays.stream(tokenizer.encode(caption))
                    .mapToObj(tokens::get)
                    .collect(Collectors.joining())
                    .replace("</w>", " ");
            assertThat(spelled.strip()).isEqualTo(caption.replace("77", "7 7"));
        }
    }

    @Test
    void frequentWordsAreOneToken() throws IOException {
        List<String> tokens = written(77).tokens();
        assertThat(ClipTokenizer.load(folder).encode("boat")).containsExactly(tokens.indexOf("boat</w>"));
    }

    @Test
    void leavesNothingBesideTheFourFiles() throws IOException {
        written(77);
        written(77);
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "vocab.json", "merges.txt", "tokenizer_config.json", "special_tokens_map.json");
        }
    }
}
