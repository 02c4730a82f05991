package dev.bildwerk.safety.tfjs;

import dev.bildwerk.safety.tfjs.StoredWeight.Levels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights of a TensorFlow.js model, as numbers of 32 bits. What is no floating-point weight is left out.
 *
 * <p>Rounded weights become {@code (float) (level * scale + min)} with the product and the sum in 64 bits, as JavaScript computes
 * them.
 */
public final class TfjsWeights {
    private final Map<String, Weight> weights;

    /** Values in the order of the shape, outermost first. */
    public record Weight(List<Long> shape, float[] values) {}

    private TfjsWeights(Map<String, Weight> weights) {
        this.weights = weights;
    }

    /**
     * @param shards all of them, one after the other
     * @throws TfjsException where they are not exactly as long as the manifest asks for
     */
    public static TfjsWeights of(WeightsManifest manifest, byte[] shards) throws TfjsException {
        Map<String, Weight> weights = LinkedHashMap.newLinkedHashMap(manifest.weights().size());
        ByteBuffer bytes = ByteBuffer.wrap(shards).order(ByteOrder.LITTLE_ENDIAN);
        for (StoredWeight stored : manifest.weights()) {
            long length = stored.count() * stored.width();
            if (length > bytes.remaining()) {
                throw new TfjsException("Its bytes end before the weight %s does.".formatted(stored.name()));
            }
            ByteBuffer own = bytes.slice(bytes.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.position(bytes.position() + (int) length);
            if (stored.type().equals("float32")
                    && weights.put(stored.name(), new Weight(stored.shape(), values(stored.levels(), own))) != null) {
                throw new TfjsException("It has the weight %s twice.".formatted(stored.name()));
            }
        }
        if (bytes.hasRemaining()) {
            throw new TfjsException("It has %,d bytes more than its weights take.".formatted(bytes.remaining()));
        }
        return new TfjsWeights(weights);
    }

    private static float[] values(Levels levels, ByteBuffer bytes) {
        int width = levels == null ? Float.BYTES : levels.bytes();
        float[] values = new float[bytes.remaining() / width];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (width) {
                case 1 -> value(levels, bytes.get() & 0xff);
                case 2 -> value(levels, bytes.getShort() & 0xffff);
                default -> bytes.getFloat();
            };
        }
        return values;
    }

    private static float value(Levels levels, int level) {
        return (float) (level * levels.scale() + levels.min());
    }

    /**
     * The one weight whose name ends so.
     *
     * @throws TfjsException where there is none, or more than one
     */
    public Weight endingWith(String ending) throws TfjsException {
        List<Weight> found = weights.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(ending))
                .map(Map.Entry::getValue)
                .toList();
        if (found.size() != 1) {
            throw new TfjsException("It has %d weights whose name ends with %s.".formatted(found.size(), ending));
        }
        return found.getFirst();
    }
}
