package dev.bildwerk.training.data;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The text that gives every author of the data set the credit that the licences ask for. */
final class Notice {
    private static final Map<String, String> LICENCES = Map.of(
            "MIT", "MIT License, https://opensource.org/license/mit",
            "Apache-2.0", "Apache License 2.0, https://www.apache.org/licenses/LICENSE-2.0",
            "CC-BY-4.0", "Creative Commons Attribution 4.0, https://creativecommons.org/licenses/by/4.0/",
            "Public-Domain", "public domain, as each file's own metadata says");
    private static final int LINE = 100;

    private Notice() {}

    static String of(List<ManifestEntry> entries, List<PackageSource> sources) {
        StringBuilder text = new StringBuilder("""
                Bildwerk's default model and its upscaler were trained on the openly licensed pictures named below.
                For training they were drawn and captioned; some were recoloured, put on coloured backgrounds and
                composed into scenes.

                """);
        for (PackageSource source : sources) {
            Map<String, Integer> authors = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            String url = null;
            for (ManifestEntry entry : entries) {
                if (entry.kind() == ManifestEntry.Kind.ICON && entry.source().equals(source.name())) {
                    authors.merge(entry.author(), 1, Integer::sum);
                    url = url == null ? entry.url() : url;
                }
            }
            if (authors.isEmpty()) {
                continue;
            }
            int pictures = authors.values().stream().mapToInt(Integer::intValue).sum();
            text.append(source.name()).append(' ').append(source.version()).append(" (").append(pictures)
                    .append(" pictures)\n    ").append(LICENCES.getOrDefault(source.licence(), source.licence()))
                    .append('\n');
            if (url != null) {
                text.append("    ").append(url).append('\n');
            }
            text.append(wrapped("by " + String.join(", ", authors.keySet()))).append('\n');
        }
        text.append("""
                Names and keywords of the pictures in English and German: emojibase-data 17.0.0 (MIT License),
                by Miles Johnson.
                """);
        return text.toString();
    }

    private static String wrapped(String words) {
        StringBuilder text = new StringBuilder();
        StringBuilder line = new StringBuilder("   ");
        for (String word : words.split(" ")) {
            if (line.length() + word.length() + 1 > LINE) {
                text.append(line).append('\n');
                line = new StringBuilder("   ");
            }
            line.append(' ').append(word);
        }
        return text.append(line).append('\n').toString();
    }
}
