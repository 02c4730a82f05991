package dev.bildwerk.training.data;

import java.util.List;
import java.util.Objects;

/**
 * What a picture shows, in both languages, before style and colour.
 *
 * @param name the concept in English, the same for every picture of it: {@code red apple}
 * @param category a broad group: {@code food-fruit}, {@code animal-bird}
 * @param german the German label, or null where none is known
 * @param tags English keywords, best first
 * @param germanTags German keywords
 * @param noun its row of the noun table, or null
 */
record Concept(
        String name, String category, String german, List<String> tags, List<String> germanTags, Noun noun) {
    Concept {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(category, "category");
        tags = List.copyOf(tags);
        germanTags = List.copyOf(germanTags);
    }
}
