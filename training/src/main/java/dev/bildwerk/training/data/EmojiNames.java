package dev.bildwerk.training.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.training.data.DataSetException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Emoji by any of the names that sets give them: label, shortcode or Unicode name, compared by letters and digits only.
 * The names are emojibase's (English and German labels and keywords).
 */
final class EmojiNames {
    /** Collections of shortcodes; earlier ones win where two emoji share a name. */
    private static final List<String> SHORTCODES = List.of("cldr", "emojibase", "github", "iamcal", "joypixels");

    private final Map<String, Concept> byKey;
    private final Map<String, Concept> byHex;
    private final Set<String> words;

    private EmojiNames(Map<String, Concept> byKey, Map<String, Concept> byHex) {
        this.byKey = Map.copyOf(byKey);
        this.byHex = Map.copyOf(byHex);
        Set<String> all = new HashSet<>();
        for (Concept concept : byHex.values()) {
            addWords(concept.name(), all);
            concept.tags().forEach(tag -> addWords(tag, all));
        }
        words = Set.copyOf(all);
    }

    /** @param folder the unpacked package emojibase-data */
    static EmojiNames read(Path folder, NounTable nouns) throws DataSetException {
        Path data = folder.resolve("package");
        ObjectMapper json = new ObjectMapper();
        try {
            JsonNode groups = json.readTree(data.resolve("meta/groups.json").toFile()).path("subgroups");
            Map<String, JsonNode> german = new HashMap<>();
            for (JsonNode emoji : json.readTree(data.resolve("de/data.json").toFile())) {
                german.put(emoji.path("hexcode").asText(), emoji);
            }
            Map<String, Concept> byHex = new HashMap<>();
            Map<String, Concept> byKey = new HashMap<>();
            for (JsonNode emoji : json.readTree(data.resolve("en/data.json").toFile())) {
                Concept concept = concept(emoji, german.get(emoji.path("hexcode").asText()), groups, nouns);
                byHex.put(emoji.path("hexcode").asText(), concept);
                byHex.putIfAbsent(hex(emoji.path("hexcode").asText()), concept);
                byKey.putIfAbsent(key(emoji.path("label").asText()), concept);
            }
            for (String[] row : Tables.rows("emoji-aliases.tsv")) {
                Concept concept = byKey.get(key(row[1]));
                if (concept == null) {
                    throw new DataSetException(Reason.TABLE_INVALID, "The alias table names no emoji: " + row[1] + ".");
                }
                byKey.put(key(row[0]), concept);
            }
            addNames(json.readTree(data.resolve("meta/unicode-names.json").toFile()), byHex, byKey);
            for (String collection : SHORTCODES) {
                addNames(json.readTree(data.resolve("en/shortcodes/" + collection + ".json").toFile()), byHex, byKey);
            }
            return new EmojiNames(byKey, byHex);
        } catch (IOException e) {
            throw new DataSetException(Reason.PACKAGE_UNREADABLE,
                    "The emoji names in " + folder + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** The concept of an icon's name, or null. */
    Concept find(String name) {
        return byKey.get(key(name));
    }

    /** The concept of an emoji's code points, as in {@code 1f34e} or {@code 2764-fe0f}, or null. */
    Concept findCodePoints(String hex) {
        return byHex.get(hex(hex));
    }

    /** Code points without the selector of the coloured form, which some write and some do not. */
    private static String hex(String hex) {
        return hex.toUpperCase(Locale.ROOT).replace("-FE0F", "");
    }

    /** True when every word, linking ones aside, is an English word of some emoji's label or keywords. */
    boolean knowsAllWords(List<String> phrase, Set<String> linking) {
        return phrase.stream().allMatch(word -> linking.contains(word) || words.contains(word));
    }

    private static void addWords(String text, Set<String> words) {
        words.addAll(List.of(text.toLowerCase(Locale.ROOT).split("[^a-z]+")));
    }

    static String key(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private static Concept concept(JsonNode emoji, JsonNode german, JsonNode groups, NounTable nouns) {
        String label = emoji.path("label").asText();
        String category = groups.path(emoji.path("subgroup").asText("none")).asText("other");
        return new Concept(label, category, german == null ? null : german.path("label").asText(null),
                texts(emoji.path("tags")), german == null ? List.of() : texts(german.path("tags")), nouns.of(label));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static void addNames(JsonNode names, Map<String, Concept> byHex, Map<String, Concept> byKey) {
        for (Map.Entry<String, JsonNode> entry : names.properties()) {
            Concept concept = byHex.get(entry.getKey());
            if (concept == null) {
                continue;
            }
            if (entry.getValue().isTextual()) {
                byKey.putIfAbsent(key(entry.getValue().asText()), concept);
            } else {
                entry.getValue().forEach(name -> byKey.putIfAbsent(key(name.asText()), concept));
            }
        }
    }
}
