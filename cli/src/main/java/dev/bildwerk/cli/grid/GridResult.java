package dev.bildwerk.cli.grid;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.cli.Problem;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a cell.
 *
 * @param file of its own, where one was asked for
 * @param problem why there is no picture; empty where there is one, or the work was stopped before it
 */
record GridResult(Cell cell, boolean drawn, Optional<Path> file, Optional<Problem> problem) {

    /** What {@code --json} prints of a sheet: one object in one line. */
    static String json(Path sheet, String title, List<GridResult> results) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", sheet.toAbsolutePath().toString());
        fields.put("z", title);
        fields.put("cells", results.stream().map(GridResult::fields).toList());
        try {
            return new ObjectMapper().writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("x", cell.place().x() + 1);
        fields.put("y", cell.place().y() + 1);
        fields.put("label", cell.place().label());
        fields.put("prompt", cell.request().prompt());
        fields.put("seed", cell.request().seed());
        fields.put("drawn", drawn);
        file.ifPresent(path -> fields.put("file", path.toAbsolutePath().toString()));
        problem.ifPresent(why -> fields.put("error", Map.of("code", why.code(), "message", why.sentence())));
        return fields;
    }
}
