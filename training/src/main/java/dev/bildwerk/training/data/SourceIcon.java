package dev.bildwerk.training.data;

import java.util.List;

/**
 * A picture as its package holds it, before it is named and drawn.
 *
 * @param source the package
 * @param name the name within the package
 * @param author who made it
 * @param licence SPDX identifier, or {@code Public-Domain} where the file's own RDF says so
 * @param title the file's own title, or null
 * @param keywords the file's own keywords, best first
 * @param svg the SVG document
 */
record SourceIcon(
        PackageSource source,
        String name,
        String author,
        String licence,
        String title,
        List<String> keywords,
        String svg) {
    SourceIcon {
        keywords = List.copyOf(keywords);
    }

    String id() {
        return source.id() + "/" + name;
    }
}
