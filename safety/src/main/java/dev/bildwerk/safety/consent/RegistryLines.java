package dev.bildwerk.safety.consent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Entries of the registry of consent as lines of JSON. */
public final class RegistryLines {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private RegistryLines() {}

    static List<String> of(ConsentRegistry registry) {
        return registry.entries().stream().map(RegistryLines::line).toList();
    }

    /** One entry, without an end of line. */
    public static String line(RegistryEntry entry) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("id", entry.id());
        node.put("kind", entry.kind().word());
        entry.names().forEach(node.putArray("names")::add);
        node.put("evidence", entry.evidence());
        node.put("entered_by", entry.enteredBy());
        node.put("entered", entry.entered().toString());
        node.put("appeal", entry.appeal().word());
        if (entry.appealed() != null) {
            node.put("appealed", entry.appealed().toString());
            node.put("note", entry.note());
        }
        return node.toString();
    }

    /** @throws RegistryException with code {@code registry.line}, which names the file and the line */
    static List<RegistryEntry> read(Path file, List<String> lines) {
        List<RegistryEntry> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            try {
                entries.add(entry(MAPPER.readTree(lines.get(i))));
            } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
                throw broken(file, i + 1, "it is no entry of the registry");
            } catch (RegistryException e) {
                throw broken(file, i + 1, e.getMessage());
            }
        }
        return entries;
    }

    private static RegistryException broken(Path file, int line, String why) {
        return new RegistryException(
                "registry.line", "Line %d of %s cannot be understood (%s): mend or remove it.".formatted(line, file, why));
    }

    private static RegistryEntry entry(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.path("names").forEach(name -> names.add(name.asText()));
        return new RegistryEntry(
                node.path("id").asText(),
                EntryKind.valueOf(node.path("kind").asText().toUpperCase(Locale.ROOT)),
                names,
                node.path("evidence").asText(),
                node.path("entered_by").asText(),
                LocalDate.parse(node.path("entered").asText()),
                AppealState.valueOf(node.path("appeal").asText("none").toUpperCase(Locale.ROOT)),
                node.has("appealed") ? LocalDate.parse(node.path("appealed").asText()) : null,
                node.path("note").asText());
    }
}
