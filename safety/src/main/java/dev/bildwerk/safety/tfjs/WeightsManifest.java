package dev.bildwerk.safety.tfjs;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bildwerk.safety.tfjs.StoredWeight.Levels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which weights a model of TensorFlow.js has and in which files they lie, one after the other.
 *
 * <p>Read from JSON, or from a literal of JavaScript whose names stand without quotes and whose numbers may begin with a point: so
 * npm's {@code nsfwjs} carries it.
 *
 * @param shards names of the files, in their order
 * @param weights in the order of their bytes
 * @see <a href="https://www.tensorflow.org/js/guide/conversion">TensorFlow.js's model formats</a>
 */
public record WeightsManifest(List<String> shards, List<StoredWeight> weights) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS)
            .build();

    /** What stands before the manifest in a model's script. */
    private static final String IN_SCRIPT = "weightsManifest:";

    public WeightsManifest {
        shards = List.copyOf(shards);
        weights = List.copyOf(weights);
    }

    /** Of a script that holds a whole model's literal; what is before and after the manifest is not read. */
    public static WeightsManifest inScript(String script) throws TfjsException {
        int at = script.indexOf(IN_SCRIPT);
        if (at < 0) {
            throw new TfjsException("It has no manifest of weights.");
        }
        return parse(script.substring(at + IN_SCRIPT.length()));
    }

    /** Of a text that begins with the manifest, a list of groups. */
    public static WeightsManifest parse(String text) throws TfjsException {
        JsonNode groups;
        try (JsonParser parser = MAPPER.createParser(text)) {
            groups = parser.readValueAsTree();
        } catch (IOException e) {
            throw new TfjsException("Its manifest of weights cannot be read.", e);
        }
        if (groups == null || !groups.isArray()) {
            throw new TfjsException("Its manifest of weights is no list.");
        }
        List<String> shards = new ArrayList<>();
        List<StoredWeight> weights = new ArrayList<>();
        for (JsonNode group : groups) {
            group.path("paths").forEach(path -> shards.add(path.asText()));
            for (JsonNode weight : group.path("weights")) {
                weights.add(weight(weight));
            }
        }
        return new WeightsManifest(shards, weights);
    }

    private static StoredWeight weight(JsonNode node) throws TfjsException {
        String name = node.path("name").asText();
        if (name.isEmpty() || !node.path("shape").isArray()) {
            throw new TfjsException("A weight in its manifest has no name or no shape.");
        }
        List<Long> shape = new ArrayList<>();
        node.path("shape").forEach(side -> shape.add(side.asLong(-1)));
        return new StoredWeight(name, shape, node.path("dtype").asText(), levels(name, node.path("quantization")));
    }

    private static Levels levels(String name, JsonNode node) throws TfjsException {
        if (node.isMissingNode()) {
            return null;
        }
        int bytes = switch (node.path("dtype").asText()) {
            case "uint8" -> 1;
            case "uint16" -> 2;
            default -> throw new TfjsException("The weight %s is rounded in a way that is not known.".formatted(name));
        };
        if (!node.path("scale").isNumber() || !node.path("min").isNumber()) {
            throw new TfjsException("The weight %s does not say how it is rounded.".formatted(name));
        }
        return new Levels(bytes, node.path("scale").asDouble(), node.path("min").asDouble());
    }
}
