package dev.bildwerk.training.credits;

import dev.bildwerk.training.data.ManifestEntry;

/**
 * A work that the model was trained on.
 *
 * @param id {@code source/name}
 * @param title what it shows, in English
 * @param author who made it
 * @param licence SPDX identifier, or {@code Public-Domain}
 * @param source package that it comes from, with its version
 * @param url where the source says it comes from; empty where it says nothing
 */
public record Work(String id, String title, String author, String licence, String source, String url) {

    static Work of(ManifestEntry entry) {
        return new Work(
                entry.id(),
                entry.concept(),
                text(entry.author()),
                text(entry.licence()),
                text(entry.source()) + " " + text(entry.version()),
                text(entry.url()));
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
