package dev.bildwerk.training.data;

import java.util.List;

/**
 * A picture as its package holds it, before it is named and drawn.
 *
 * @param source the package
 * @param name the name within the package
 * @param author who made it
 * @param url where the package says that it comes from, or null
 * @param title the file's own title, or null
 * @param keywords the file's own keywords, best first
 * @param drawing the picture
 */
record SourceIcon(
        PackageSource source,
        String name,
        String author,
        String url,
        String title,
        List<String> keywords,
        Drawing drawing) {
    SourceIcon {
        keywords = List.copyOf(keywords);
    }

    String id() {
        return source.id() + "/" + name;
    }
}
