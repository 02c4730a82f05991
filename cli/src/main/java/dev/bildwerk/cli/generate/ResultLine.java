package dev.bildwerk.cli.generate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code --json} prints of a finished picture: one object in one line. */
final class ResultLine {
    private ResultLine() {}

    static String of(Path file, GenerationRequest request, Picture drawn, String model, double seconds) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", file.toAbsolutePath().toString());
        fields.put("prompt", request.prompt());
        fields.put("negative_prompt", request.negativePrompt());
        fields.put("seed", request.seed());
        fields.put("steps", request.steps());
        fields.put("guidance_scale", request.guidanceScale());
        fields.put("sampler", request.sampler().option());
        fields.put("schedule", request.schedule().option());
        fields.put("width", drawn.width());
        fields.put("height", drawn.height());
        fields.put("model", model);
        fields.put("seconds", Math.round(seconds * 1000) / 1000.0);
        try {
            return new ObjectMapper().writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
