package dev.bildwerk.diffusion.text.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bildwerk.diffusion.text.tokenizer.Vocabulary.MergePair;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the files that a tokenizer is made of, each error a sentence with the file's name. */
final class TokenizerFiles {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final long LARGEST_FILE = 64 << 20;
    private static final int HIGHEST_ID = (1 << 24) - 1;

    private TokenizerFiles() {}

    static JsonNode object(Path file) {
        String text = text(file);
        try {
            JsonNode node = JSON.readTree(text);
            if (!node.isObject()) {
                throw new TokenizerFileException(file, "%s is not a JSON object.".formatted(file));
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new TokenizerFileException(
                    file, "%s is not JSON: %s.".formatted(file, e.getOriginalMessage()), e);
        }
    }

    /** The object in a file, or an empty one where there is no file. */
    static JsonNode objectIfThere(Path file) {
        return Files.exists(file) ? object(file) : JSON.createObjectNode();
    }

    /** From token to id; each id a whole number of its own. */
    static Map<String, Integer> ids(Path file, JsonNode vocabulary) {
        if (!vocabulary.isObject() || vocabulary.isEmpty()) {
            throw new TokenizerFileException(file, "%s holds no vocabulary of tokens and ids.".formatted(file));
        }
        Map<String, Integer> ids = HashMap.newHashMap(vocabulary.size());
        Set<Integer> taken = HashSet.newHashSet(vocabulary.size());
        vocabulary.properties().forEach(entry -> {
            int id = id(file, entry.getKey(), entry.getValue());
            if (!taken.add(id)) {
                throw new TokenizerFileException(
                        file,
                        "%s gives the id %d to two tokens, one of them \"%s\".".formatted(file, id, entry.getKey()));
            }
            ids.put(entry.getKey(), id);
        });
        return ids;
    }

    static int id(Path file, String token, JsonNode id) {
        if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0 || id.intValue() > HIGHEST_ID) {
            throw new TokenizerFileException(
                    file, "%s gives \"%s\" the id %s; it is a whole number from 0 on.".formatted(file, token, id));
        }
        return id.intValue();
    }

    /** The lines of {@code merges.txt}: two symbols with a space between, after an optional line of version. */
    static List<MergePair> merges(Path file) {
        List<MergePair> merges = new ArrayList<>();
        int number = 0;
        for (String line : (Iterable<String>) text(file).lines()::iterator) {
            number++;
            boolean isVersion = number == 1 && line.contains("#version");
            if (!isVersion && !line.isBlank()) {
                merges.add(merge(file, "line " + number, line));
            }
        }
        return merges;
    }

    /** The merges of {@code tokenizer.json}: each a line as above, or an array of two symbols. */
    static List<MergePair> merges(Path file, JsonNode array) {
        List<MergePair> merges = new ArrayList<>();
        for (JsonNode node : array) {
            boolean isPair = node.isArray() && node.size() == 2;
            merges.add(
                    isPair
                            ? new MergePair(node.get(0).asText(), node.get(1).asText())
                            : merge(file, "merge " + (merges.size() + 1), node.asText()));
        }
        return merges;
    }

    private static MergePair merge(Path file, String where, String line) {
        try {
            return MergePair.parse(line);
        } catch (IllegalArgumentException e) {
            throw new TokenizerFileException(file, "%s, %s: %s.".formatted(file, where, e.getMessage()), e);
        }
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new TokenizerFileException(
                        file, "%s is larger than 64 MiB, so it is no tokenizer's file.".formatted(file));
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new TokenizerFileException(file, "%s is not UTF-8 text.".formatted(file), e);
        } catch (IOException e) {
            throw new TokenizerFileException(
                    file, "%s cannot be read: is the tokenizer's folder complete?".formatted(file), e);
        }
    }
}
