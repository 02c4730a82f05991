package dev.bildwerk.diffusion.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A JSON object of settings in a checkpoint. Each accessor takes one field, checks it, and gives the default where the
 * field is absent or null, as diffusers does; what is wrong is a {@link CheckpointException} that names file, field and
 * value.
 *
 * <p>Not for use by several threads at once: it keeps which fields were taken.
 */
public final class ConfigFile {
    private static final long MAX_BYTES = 8 << 20;
    private static final int MAX_INTEGER = 1 << 24;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path path;
    private final JsonNode root;
    private final Set<String> taken = new HashSet<>();

    private ConfigFile(Path path, JsonNode root) {
        this.path = path;
        this.root = root;
    }

    /** @throws CheckpointException where the file is missing, unreadable or no JSON object */
    public static ConfigFile read(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new CheckpointException(
                    "checkpoint.file.missing",
                    "%s is missing: a model folder in diffusers' layout has it.".formatted(path));
        }
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new CheckpointException(
                        "checkpoint.config.large",
                        "%s has %,d bytes, which is no file of settings.".formatted(path, Files.size(path)));
            }
            JsonNode root = JSON.readTree(Files.readAllBytes(path));
            if (!root.isObject()) {
                throw new CheckpointException(
                        "checkpoint.config.json", "%s does not hold a JSON object.".formatted(path));
            }
            return new ConfigFile(path, root);
        } catch (JsonProcessingException e) {
            throw new CheckpointException(
                    "checkpoint.config.json",
                    "%s is not valid JSON: %s%s."
                            .formatted(
                                    path,
                                    e.getOriginalMessage(),
                                    e.getLocation() == null ? "" : " (line %d)".formatted(e.getLocation().getLineNr())),
                    e);
        } catch (IOException e) {
            throw new CheckpointException(
                    "checkpoint.file.unreadable", "%s cannot be read: check its permissions.".formatted(path), e);
        }
    }

    public Path path() {
        return path;
    }

    /** Whether the field is there and not null. */
    public boolean has(String field) {
        return root.hasNonNull(field);
    }

    /** The value of a field, missing where it is absent or null. */
    JsonNode node(String field) {
        taken.add(field);
        return has(field) ? root.get(field) : root.path("");
    }

    Set<String> fields() {
        Set<String> names = new HashSet<>();
        root.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** A whole number from 1 on. */
    public int positive(String field, int otherwise) {
        JsonNode node = node(field);
        return node.isMissingNode() ? otherwise : positive(field, node);
    }

    /** A whole number from 1 on that must be there. */
    public int positive(String field) {
        return positive(field, node(field));
    }

    private int positive(String field, JsonNode node) {
        if (!node.isInt() || node.intValue() < 1 || node.intValue() > MAX_INTEGER) {
            throw unsupported(field, node, "a whole number from 1 to " + MAX_INTEGER);
        }
        return node.intValue();
    }

    /** A list of whole numbers from 1 on, at least one. */
    public List<Integer> positives(String field, List<Integer> otherwise) {
        JsonNode node = node(field);
        if (node.isMissingNode()) {
            return otherwise;
        }
        if (!node.isArray() || node.isEmpty()) {
            throw unsupported(field, node, "a list of whole numbers");
        }
        List<Integer> values = new ArrayList<>();
        node.forEach(item -> values.add(positive(field, item)));
        return List.copyOf(values);
    }

    /** One whole number for every one of {@code count} blocks, or a list of that many. */
    public List<Integer> positivePerBlock(String field, int count, int otherwise) {
        JsonNode node = node(field);
        if (!node.isArray()) {
            return Collections.nCopies(count, positive(field, otherwise));
        }
        List<Integer> values = positives(field, List.of());
        if (values.size() != count) {
            throw unsupported(field, node, "one number for each of the %d blocks".formatted(count));
        }
        return values;
    }

    /** A list of texts, at least one. */
    public List<String> texts(String field, List<String> otherwise) {
        JsonNode node = node(field);
        if (node.isMissingNode()) {
            return otherwise;
        }
        if (!node.isArray() || node.isEmpty()) {
            throw unsupported(field, node, "a list of names");
        }
        List<String> values = new ArrayList<>();
        node.forEach(item -> values.add(item.asText()));
        return List.copyOf(values);
    }

    /** A finite number. */
    public double number(String field, double otherwise) {
        JsonNode node = node(field);
        if (node.isMissingNode()) {
            return otherwise;
        }
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
            throw unsupported(field, node, "a number");
        }
        return node.doubleValue();
    }

    public boolean flag(String field, boolean otherwise) {
        JsonNode node = node(field);
        if (node.isMissingNode()) {
            return otherwise;
        }
        if (!node.isBoolean()) {
            throw unsupported(field, node, "true or false");
        }
        return node.booleanValue();
    }

    public String text(String field, String otherwise) {
        JsonNode node = node(field);
        if (node.isMissingNode()) {
            return otherwise;
        }
        if (!node.isTextual()) {
            throw unsupported(field, node, "a text");
        }
        return node.textValue();
    }

    /** Refuses any other value than this one, which is also what an absent field means. */
    void requireText(String field, String only) {
        if (!text(field, only).equals(only)) {
            throw unsupported(field, node(field), "\"%s\"".formatted(only));
        }
    }

    /** Refuses any other value than this one, which is also what an absent field means. */
    void requireNumber(String field, double only) {
        if (number(field, only) != only) {
            throw unsupported(field, node(field), String.valueOf(only));
        }
    }

    /** Refuses every field that is set to something and that nobody took, for it may change what the model computes. */
    void requireNothingElse(Set<String> withoutEffect) {
        for (String field : fields().stream().sorted().toList()) {
            JsonNode node = root.get(field);
            boolean off = node.isNull() || node.isBoolean() && !node.booleanValue();
            if (!off && !taken.contains(field) && !field.startsWith("_") && !withoutEffect.contains(field)) {
                throw unsupported(field, node, "no such field");
            }
        }
    }

    /** @param supported what would have been understood */
    public CheckpointException unsupported(String field, Object value, String supported) {
        String text = String.valueOf(value);
        String shown = text.isEmpty() ? "missing" : text.length() > 100 ? text.substring(0, 100) + "..." : text;
        return new CheckpointException(
                "checkpoint.config.unsupported",
                "%s: the field %s is %s, and this program supports %s there."
                        .formatted(path, field, shown, supported));
    }
}
