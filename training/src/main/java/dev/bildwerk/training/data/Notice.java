package dev.bildwerk.training.data;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The text that gives every author of the data set the credit that the licences ask for. */
final class Notice {
    private Notice() {}

    static String of(List<ManifestEntry> entries, List<PackageSource> sources) {
        StringBuilder text = new StringBuilder("""
                Bildwerk
                ========

                The default model was trained on the openly licensed pictures named below. Pictures were drawn at a small
                size, captioned, and partly recoloured and composed into scenes.

                """);
        for (PackageSource source : sources) {
            Map<String, Integer> authors = new TreeMap<>();
            entries.stream()
                    .filter(entry -> entry.kind() == ManifestEntry.Kind.ICON && entry.source().equals(source.name()))
                    .forEach(entry -> authors.merge(entry.author(), 1, Integer::sum));
            if (authors.isEmpty()) {
                continue;
            }
            int pictures = authors.values().stream().mapToInt(Integer::intValue).sum();
            text.append("%s %s, %s, %d pictures%n".formatted(source.name(), source.version(), source.licence(), pictures));
            text.append("    by ").append(String.join(", ", authors.keySet())).append("\n\n");
        }
        return text.toString();
    }
}
