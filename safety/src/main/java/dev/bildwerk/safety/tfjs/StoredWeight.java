package dev.bildwerk.safety.tfjs;

import java.util.List;

/**
 * How a weight lies in the shards of a TensorFlow.js model.
 *
 * @param name unique in its model
 * @param shape outermost first, each at least 1; empty for a scalar
 * @param type of the weight, such as {@code float32}
 * @param levels how it is rounded; null where it is stored as it is
 */
record StoredWeight(String name, List<Long> shape, String type, Levels levels) {
    /** More than any weight of a classifier has. */
    private static final long MOST_VALUES = 1L << 26;

    /**
     * Evenly spaced values.
     *
     * @param bytes of a level's number, 1 or 2
     * @param scale from one level to the next
     * @param min level 0
     */
    record Levels(int bytes, double scale, double min) {}

    long count() throws TfjsException {
        long count = 1;
        for (long side : shape) {
            if (side < 1 || side > MOST_VALUES / count) {
                throw new TfjsException("The weight %s has the shape %s.".formatted(name, shape));
            }
            count *= side;
        }
        return count;
    }

    /** Bytes of one value. */
    int width() throws TfjsException {
        if (levels != null) {
            return levels.bytes();
        }
        return switch (type) {
            case "float32", "int32" -> 4;
            case "float16" -> 2;
            case "bool", "uint8" -> 1;
            default -> throw new TfjsException("The weight %s is of the type %s.".formatted(name, type));
        };
    }
}
