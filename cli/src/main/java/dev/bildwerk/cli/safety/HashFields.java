package dev.bildwerk.cli.safety;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.safety.hash.BlockedHash;
import dev.bildwerk.safety.hash.Match;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What is told of entries, in words and as JSON. */
final class HashFields {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private HashFields() {}

    static Map<String, Object> of(BlockedHash blocked) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("hash", blocked.hash().toString());
        fields.put("reason", blocked.reason().word());
        fields.put("source", blocked.source());
        fields.put("date", blocked.date().toString());
        return fields;
    }

    static Map<String, Object> of(Match match) {
        Map<String, Object> fields = of(match.blocked());
        fields.put("distance", match.distance());
        fields.put("placement", placement(match).replace(' ', '-'));
        return fields;
    }

    static String text(BlockedHash blocked) {
        return "%s  %-8s  %s  %s"
                .formatted(blocked.hash(), blocked.reason().word(), blocked.date(), blocked.source())
                .stripTrailing();
    }

    static String text(Match match) {
        return "%s, %d bits differ, %s".formatted(text(match.blocked()), match.distance(), placement(match));
    }

    private static String placement(Match match) {
        return match.placement().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** One object in one line. */
    static String json(Map<String, Object> fields) {
        try {
            return MAPPER.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
