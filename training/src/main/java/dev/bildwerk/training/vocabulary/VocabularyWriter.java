package dev.bildwerk.training.vocabulary;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes a vocabulary as the tokenizer folder of a checkpoint: {@code vocab.json}, {@code merges.txt},
 * {@code tokenizer_config.json} and {@code special_tokens_map.json}, as transformers' {@code CLIPTokenizer} reads it.
 */
public final class VocabularyWriter {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private VocabularyWriter() {}

    /**
     * Each file is written beside its place and then renamed, so that no half of it is ever read.
     *
     * @param folder made if it is not there
     * @param maxLength tokens of a prompt with start and end, 3 or more; 77 is CLIP's
     */
    public static void write(BpeVocabulary vocabulary, int maxLength, Path folder) throws IOException {
        if (maxLength < 3) {
            throw new IllegalArgumentException("A prompt has 3 tokens or more, not %d.".formatted(maxLength));
        }
        Files.createDirectories(folder);
        writeBeside(folder.resolve("vocab.json"), JSON.writeValueAsString(ids(vocabulary.tokens())) + "\n");
        writeBeside(folder.resolve("merges.txt"), merges(vocabulary));
        writeBeside(
                folder.resolve("tokenizer_config.json"),
                JSON.writeValueAsString(configuration(maxLength)) + "\n");
        writeBeside(folder.resolve("special_tokens_map.json"), JSON.writeValueAsString(specials()) + "\n");
    }

    private static Map<String, Integer> ids(List<String> tokens) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        tokens.forEach(token -> ids.put(token, ids.size()));
        return ids;
    }

    private static String merges(BpeVocabulary vocabulary) {
        return vocabulary.merges().stream()
                .map(merge -> merge.left() + " " + merge.right() + "\n")
                .collect(Collectors.joining("", "#version: 0.2\n", ""));
    }

    private static Map<String, Object> configuration(int maxLength) {
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("tokenizer_class", "CLIPTokenizer");
        configuration.put("model_max_length", maxLength);
        configuration.put("do_lower_case", true);
        configuration.put("add_prefix_space", false);
        configuration.put("errors", "replace");
        configuration.putAll(specials());
        return configuration;
    }

    private static Map<String, Object> specials() {
        Map<String, Object> specials = new LinkedHashMap<>();
        specials.put("bos_token", BpeVocabulary.START_OF_TEXT);
        specials.put("eos_token", BpeVocabulary.END_OF_TEXT);
        specials.put("unk_token", BpeVocabulary.END_OF_TEXT);
        specials.put("pad_token", BpeVocabulary.END_OF_TEXT);
        return specials;
    }

    private static void writeBeside(Path file, String content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(part, content);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
