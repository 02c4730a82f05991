package dev.bildwerk.training.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.training.data.DataSetException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The icons of an Iconify JSON package: each a piece of SVG with a view box. */
final class IconifySet {
    private IconifySet() {}

    /**
     * @param folder the unpacked package
     * @return icons by name; hidden ones (withdrawn by the set's authors) are left out
     */
    static List<SourceIcon> read(PackageSource source, Path folder) throws DataSetException {
        ObjectMapper json = new ObjectMapper();
        try {
            JsonNode set = json.readTree(folder.resolve("package/icons.json").toFile());
            JsonNode info = json.readTree(folder.resolve("package/info.json").toFile());
            String author = info.path("author").path("name").asText(source.name());
            String url = info.path("author").path("url").asText(null);
            Map<String, SourceIcon> icons = new TreeMap<>();
            for (Map.Entry<String, JsonNode> entry : set.path("icons").properties()) {
                JsonNode icon = entry.getValue();
                if (!icon.path("hidden").asBoolean(false)) {
                    icons.put(entry.getKey(), new SourceIcon(source, entry.getKey(), author, url, null, List.of(),
                            new Drawing.Svg(svg(set, icon))));
                }
            }
            return new ArrayList<>(icons.values());
        } catch (IOException e) {
            throw new DataSetException(Reason.PACKAGE_UNREADABLE,
                    "The icons of %s cannot be read: %s.".formatted(source.pinned(), e.getMessage()), e);
        }
    }

    private static String svg(JsonNode set, JsonNode icon) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
                + "viewBox=\"%d %d %d %d\" color=\"black\">%s</svg>".formatted(
                        number(set, icon, "left", 0), number(set, icon, "top", 0),
                        number(set, icon, "width", 16), number(set, icon, "height", 16),
                        icon.path("body").asText());
    }

    private static int number(JsonNode set, JsonNode icon, String field, int otherwise) {
        return icon.path(field).asInt(set.path(field).asInt(otherwise));
    }
}
