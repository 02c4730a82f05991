package dev.bildwerk.cli.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.safety.provenance.verify.LayerFinding;
import dev.bildwerk.safety.provenance.verify.Verification;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What is told of a picture's marks. */
final class VerificationText {
    private VerificationText() {}

    /** A line for the picture, one for each kind of mark, and below it what it says. */
    static String words(Path picture, Verification verification) {
        StringBuilder text = new StringBuilder("%s: %s".formatted(picture, switch (verification.state()) {
            case VALID -> "marked, and the mark fits";
            case PRESENT -> "marked; nothing proves it";
            case ALTERED -> "changed or damaged after it was marked";
            case ABSENT -> "no mark";
        }));
        for (LayerFinding layer : verification.layers()) {
            text.append("%n  %-5s %s. %s".formatted(
                    layer.layer().toUpperCase(Locale.ROOT), layer.state().word(), layer.sentence()));
            layer.facts().forEach((name, value) ->
                    text.append("%n          %s: %s".formatted(name.replace('_', ' '), shown(value))));
        }
        return text.toString();
    }

    private static String shown(Object value) {
        return switch (value) {
            case Boolean yes -> yes ? "yes" : "no";
            case List<?> several -> several.stream().map(String::valueOf).collect(Collectors.joining(", "));
            default -> value.toString();
        };
    }

    /** One object in one line. */
    static String json(Path picture, Verification verification) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("picture", picture.toAbsolutePath().toString());
        fields.put("state", verification.state().word());
        verification.layers().forEach(layer -> fields.put(layer.layer(), fields(layer)));
        try {
            return new ObjectMapper().writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> fields(LayerFinding layer) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("state", layer.state().word());
        if (!layer.code().isEmpty()) {
            fields.put("code", layer.code());
        }
        fields.put("message", layer.sentence());
        fields.putAll(layer.facts());
        return fields;
    }
}
