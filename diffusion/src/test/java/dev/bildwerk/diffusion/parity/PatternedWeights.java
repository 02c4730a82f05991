package dev.bildwerk.diffusion.parity;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import dev.bildwerk.engine.safetensors.TensorData;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
        short[] halves = halves(key, shape);
        float[] values = new float[halves.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.float16ToFloat(halves[i]);
        }
        return Tensor.of(values, shape);
    }

    /** In half precision, to be written under another name. */
    public TensorData data(String key, String name, long... shape) {
        short[] halves = halves(key, shape);
        MemorySegment data = Arena.ofAuto().allocate(2L * halves.length, 8);
        MemorySegment.copy(halves, 0, data, ValueLayout.JAVA_SHORT, 0, halves.length);
        return new TensorData(name, DType.F16, Arrays.stream(shape).boxed().toList(), data);
    }

    private short[] halves(String key, long... shape) {
        CRC32 crc = new CRC32();
        crc.update((seed + key).getBytes(StandardCharsets.UTF_8));
        int start = (int) crc.getValue();
        int count = Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
        double width = shape.length == 1 ? 0.2 : 3.0 / Math.sqrt(count / shape[0]);
        short[] halves = new short[count];
        for (int i = 0; i < count; i++) {
            int x = i * 0x9E3779B1 ^ start;
            x = (x ^ x >>> 16) * 0x85EBCA6B;
            x = (x ^ x >>> 13) * 0xC2B2AE35;
            x ^= x >>> 16;
            double value = (Integer.toUnsignedLong(x) / 4294967296.0 - 0.5) * width;
            halves[i] = Float.floatToFloat16((float) value);
        }
        return halves;
    }
}
