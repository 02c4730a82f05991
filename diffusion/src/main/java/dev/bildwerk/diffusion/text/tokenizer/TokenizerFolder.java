package dev.bildwerk.diffusion.text.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tokenizer folder of a checkpoint in diffusers' layout, read as transformers reads it. */
final class TokenizerFolder {
    private static final int LONGEST_PROMPT = 1 << 16;

    /** What says which token is which; later files speak over earlier ones. */
    private record Settings(Path file, Map<String, Integer> ids, JsonNode config, JsonNode specialMap) {}

    private TokenizerFolder() {}

    static ClipTokenizer read(Path folder) {
        Path vocabularyFile = folder.resolve("vocab.json");
        Path wholeFile = folder.resolve("tokenizer.json");
        JsonNode config = TokenizerFiles.objectIfThere(folder.resolve("tokenizer_config.json"));
        JsonNode specialMap = TokenizerFiles.objectIfThere(folder.resolve("special_tokens_map.json"));
        JsonNode addedIds = TokenizerFiles.objectIfThere(folder.resolve("added_tokens.json"));
        if (!Files.exists(vocabularyFile) && Files.exists(wholeFile)) {
            JsonNode whole = TokenizerFiles.object(wholeFile);
            JsonNode model = whole.path("model");
            Map<String, Integer> ids = TokenizerFiles.ids(wholeFile, model.path("vocab"));
            return tokenizer(
                    new Settings(wholeFile, ids, config, specialMap),
                    TokenizerFiles.merges(wholeFile, model.path("merges")),
                    addedIds,
                    whole.path("added_tokens"));
        }
        Map<String, Integer> ids = TokenizerFiles.ids(vocabularyFile, TokenizerFiles.object(vocabularyFile));
        return tokenizer(
                new Settings(vocabularyFile, ids, config, specialMap),
                TokenizerFiles.merges(folder.resolve("merges.txt")),
                addedIds,
                config.path("added_tokens_decoder"));
    }

    private static ClipTokenizer tokenizer(
            Settings settings, List<Vocabulary.MergePair> merges, JsonNode addedIds, JsonNode addedTokens) {
        Map<String, AddedToken> added = new LinkedHashMap<>();
        addedIds.properties().forEach(entry -> add(settings, added, entry.getKey(), entry.getValue(), false));
        addedTokens.properties().forEach(entry -> {
            JsonNode token = entry.getValue();
            add(settings, added, token.path("content").asText(), idNode(entry.getKey()), isNormalized(token));
        });
        if (addedTokens.isArray()) {
            addedTokens.forEach(token ->
                    add(settings, added, token.path("content").asText(), token.path("id"), isNormalized(token)));
        }
        Map<String, AddedToken> declared = Map.copyOf(added);
        String bos = special(settings, declared, added, "bos_token", SpecialTokens.START_OF_TEXT);
        String eos = special(settings, declared, added, "eos_token", SpecialTokens.END_OF_TEXT);
        String unknown = special(settings, declared, added, "unk_token", SpecialTokens.END_OF_TEXT);
        String pad = special(settings, declared, added, "pad_token", SpecialTokens.END_OF_TEXT);
        SpecialTokens specials = new SpecialTokens(bos, eos, pad, unknown, maxLength(settings));
        try {
            return new ClipTokenizer(
                    new Vocabulary(settings.ids(), merges, List.copyOf(added.values()), specials));
        } catch (IllegalArgumentException e) {
            throw new TokenizerFileException(
                    settings.file(), "%s does not fit: %s.".formatted(settings.file(), e.getMessage()), e);
        }
    }

    private static void add(
            Settings settings, Map<String, AddedToken> added, String content, JsonNode idNode, boolean normalized) {
        int id = TokenizerFiles.id(settings.file(), content, idNode);
        Integer known = settings.ids().putIfAbsent(content, id);
        added.put(content, new AddedToken(content, known == null ? id : known, normalized));
    }

    private static JsonNode idNode(String number) {
        try {
            return IntNode.valueOf(Integer.parseInt(number));
        } catch (NumberFormatException e) {
            return IntNode.valueOf(-1);
        }
    }

    private static boolean isNormalized(JsonNode token) {
        return token.path("normalized").asBoolean(false);
    }

    /** The token that plays a role; it is also looked for in texts. */
    private static String special(
            Settings settings,
            Map<String, AddedToken> declared,
            Map<String, AddedToken> added,
            String role,
            String otherwise) {
        JsonNode node =
                settings.config().hasNonNull(role) ? settings.config().get(role) : settings.specialMap().path(role);
        String stated = node.isObject() ? node.path("content").asText("") : node.asText("");
        String content = stated.isEmpty() ? otherwise : stated;
        Integer id = settings.ids().get(content);
        if (id == null) {
            throw new TokenizerFileException(
                    settings.file(),
                    "%s has no token \"%s\", which is this tokenizer's %s.".formatted(settings.file(), content, role));
        }
        if (node.isObject() || !declared.containsKey(content)) {
            added.put(content, new AddedToken(content, id, isNormalized(node)));
        }
        return content;
    }

    /** What transformers writes for "no limit" is a number of 31 digits; CLIP's length is meant then. */
    private static int maxLength(Settings settings) {
        JsonNode node = settings.config().path("model_max_length");
        if (node.isMissingNode() || node.isNull()) {
            return SpecialTokens.CLIP_LENGTH;
        }
        double length = node.asDouble(0);
        if (length > LONGEST_PROMPT) {
            return SpecialTokens.CLIP_LENGTH;
        }
        if (!(length >= 3)) {
            throw new TokenizerFileException(
                    settings.file(),
                    "tokenizer_config.json beside %s has the model_max_length %s; a prompt needs 3 tokens or more."
                            .formatted(settings.file(), node));
        }
        return (int) length;
    }
}
