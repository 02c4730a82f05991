package dev.bildwerk.training.scorer;

import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Weights that a formula of their name gives; {@code reference/bildwerk_reference/patterned.py} has the same ones.
 *
 * @param seed stands before every name
 */
public record PatternedWeights(String seed) implements Weights {
    @Override
    public Tensor get(String key, Init init, long... shape) {
        return Tensor.of(values(seed + key, shape), shape);
    }

    /** Values spread evenly around 0, in half precision widened again. */
    public static float[] values(String name, long... shape) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        int start = (int) crc.getValue();
        int count = Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
        double width = shape.length == 1 ? 0.2 : 3.0 / Math.sqrt(count / shape[0]);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            int x = i * 0x9E3779B1 ^ start;
            x = (x ^ x >>> 16) * 0x85EBCA6B;
            x = (x ^ x >>> 13) * 0xC2B2AE35;
            x ^= x >>> 16;
            double value = (Integer.toUnsignedLong(x) / 4294967296.0 - 0.5) * width;
            values[i] = Float.float16ToFloat(Float.floatToFloat16((float) value));
        }
        return values;
    }
}
