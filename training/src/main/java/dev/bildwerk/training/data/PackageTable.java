package dev.bildwerk.training.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The pinned packages, from the table {@code sources.json}. */
final class PackageTable {
    private PackageTable() {}

    static List<PackageSource> read() throws DataSetException {
        List<PackageSource> sources = new ArrayList<>();
        try (InputStream in = Tables.open("sources.json")) {
            for (JsonNode row : new ObjectMapper().readTree(in)) {
                sources.add(new PackageSource(
                        row.required("id").asText(),
                        PackageSource.Channel.valueOf(constant(row.required("channel").asText())),
                        row.required("name").asText(),
                        row.required("version").asText(),
                        row.required("integrity").asText(),
                        row.required("licence").asText(),
                        row.path("author").asText(null),
                        PackageSource.Format.valueOf(constant(row.required("format").asText())),
                        row.required("style").asText()));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new DataSetException(DataSetException.Reason.TABLE_INVALID,
                    "The table sources.json in the program is damaged: " + e.getMessage() + ".", e);
        }
        return List.copyOf(sources);
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
