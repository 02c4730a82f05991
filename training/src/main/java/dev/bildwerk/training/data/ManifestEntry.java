package dev.bildwerk.training.data;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One picture of the data set: a line of {@code manifest.jsonl}.
 *
 * @param index its place in {@code pictures.u8}
 * @param id {@code source/name}, the same from build to build
 * @param source the package's name
 * @param version the package's version
 * @param author who made the picture, or the pictures that it is composed of
 * @param licence SPDX identifier, {@code Public-Domain}, or several joined by {@code " AND "} in a composed picture
 * @param url where the source says it comes from, or null
 * @param concept what it shows, in English
 * @param style the look, a word of the style table
 * @param kind how it came about
 * @param category a group of concepts, to choose subsets by
 * @param colours English colour words, the most of the picture first
 * @param captions captions by language code, plain ones first
 * @param split {@code train} or {@code held-out}
 * @param parts ids of the pictures that it is composed of
 */
@JsonPropertyOrder({"index", "id", "source", "version", "author", "licence", "url", "concept", "style", "kind",
    "category", "colours", "captions", "split", "parts"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ManifestEntry(
        int index,
        String id,
        String source,
        String version,
        String author,
        String licence,
        String url,
        String concept,
        String style,
        Kind kind,
        String category,
        List<String> colours,
        Map<String, List<String>> captions,
        Split split,
        List<String> parts) {

    /** How a picture came about. */
    public enum Kind {
        @JsonProperty("icon") ICON,
        @JsonProperty("recoloured") RECOLOURED,
        @JsonProperty("background") BACKGROUND,
        @JsonProperty("scene") SCENE
    }

    /** Whether a picture trains. */
    public enum Split {
        @JsonProperty("train") TRAIN,
        @JsonProperty("held-out") HELD_OUT
    }

    public ManifestEntry {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(concept, "concept");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(split, "split");
        colours = List.copyOf(colours);
        captions = Map.copyOf(captions);
        parts = List.copyOf(parts);
    }

    /** Captions in English, plain ones first. */
    @JsonIgnore
    public List<String> english() {
        return captions.getOrDefault("en", List.of());
    }

    /** Captions in German, plain ones first. */
    @JsonIgnore
    public List<String> german() {
        return captions.getOrDefault("de", List.of());
    }

    @JsonIgnore
    public boolean heldOut() {
        return split == Split.HELD_OUT;
    }
}
