package dev.bildwerk.diffusion.recipe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigInteger;
import java.util.Optional;

/** JSON of strangers: bounded in depth and in the length of its numbers; of keys that come twice the last counts. */
final class RecipeJson {
    private static final int DEEPEST = 200;
    private static final int LONGEST_NUMBER = 100;

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(LONGEST_NUMBER)
                            .build())
                    .build())
            // Python writes NaN, and ComfyUI does so for nodes that always run anew.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private RecipeJson() {}

    /** Empty where the text is no JSON, or more than is read here. */
    static Optional<JsonNode> parse(String text) {
        try {
            return Optional.ofNullable(MAPPER.readTree(text)).filter(node -> !node.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    static Optional<Double> decimal(JsonNode value) {
        return Optional.of(value)
                .filter(JsonNode::isNumber)
                .map(JsonNode::doubleValue)
                .filter(number -> Double.isFinite(number) && number >= 0);
    }

    static Optional<Double> signedDecimal(JsonNode value) {
        return Optional.of(value).filter(JsonNode::isNumber).map(JsonNode::doubleValue).filter(Double::isFinite);
    }

    static Optional<Integer> integer(JsonNode value) {
        return signedDecimal(value)
                .filter(number -> number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE)
                .map(Double::intValue);
    }

    /** The low 63 bits of a seed from 0 to 2^64 - 1: torch's CPU generator, which those seeds are for, takes 32. */
    static Optional<Long> seed(JsonNode value) {
        return Optional.of(value)
                .filter(JsonNode::isIntegralNumber)
                .map(JsonNode::bigIntegerValue)
                .filter(seed -> seed.signum() >= 0 && seed.bitLength() <= Long.SIZE)
                .map(seed -> seed.and(BigInteger.valueOf(Long.MAX_VALUE)).longValue());
    }

    static Optional<String> text(JsonNode value) {
        return Optional.of(value).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }
}
