package dev.bildwerk.training.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bildwerk.training.data.DataSetException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Lines of {@code manifest.jsonl}, written and read. */
public final class Manifest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private Manifest() {}

    static String line(ManifestEntry entry) {
        try {
            return JSON.writeValueAsString(entry);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A manifest entry is plain text and numbers.", e);
        }
    }

    static ManifestEntry parse(String line) throws JsonProcessingException {
        return JSON.readValue(line, ManifestEntry.class);
    }

    /** @throws DataSetException MANIFEST_INVALID, naming the line */
    public static List<ManifestEntry> read(Path file) throws DataSetException {
        List<ManifestEntry> entries = new ArrayList<>();
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new DataSetException(Reason.MANIFEST_INVALID,
                    "The manifest %s cannot be read; build the data set first.".formatted(file), e);
        }
        for (String line : lines) {
            int number = entries.size() + 1;
            try {
                ManifestEntry entry = parse(line);
                if (entry.index() != entries.size()) {
                    throw new DataSetException(Reason.MANIFEST_INVALID, "Line %d of %s has the index %d, not %d."
                            .formatted(number, file, entry.index(), entries.size()));
                }
                entries.add(entry);
            } catch (JsonProcessingException | NullPointerException e) {
                throw new DataSetException(Reason.MANIFEST_INVALID,
                        "Line %d of %s is not a picture's record; build the data set again."
                                .formatted(number, file), e);
            }
        }
        return List.copyOf(entries);
    }
}
