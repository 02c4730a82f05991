package dev.bildwerk.cli.upscale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.diffusion.picture.Picture;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code --json} prints of a larger picture: one object in one line. */
final class UpscaleLine {
    private UpscaleLine() {}

    static String of(Path from, Path file, Picture larger, double seconds) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", file.toAbsolutePath().toString());
        fields.put("from", from.toAbsolutePath().toString());
        fields.put("width", larger.width());
        fields.put("height", larger.height());
        fields.put("seconds", Math.round(seconds * 1000) / 1000.0);
        try {
            return new ObjectMapper().writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
