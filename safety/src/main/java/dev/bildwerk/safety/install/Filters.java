package dev.bildwerk.safety.install;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.safetensors.TensorData;
import dev.bildwerk.safety.tfjs.TfjsException;
import dev.bildwerk.safety.tfjs.TfjsWeights.Weight;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** TensorFlow's layouts of filters, as libtorch has them. */
final class Filters {
    private Filters() {}

    /** {@code [height, width, in, out]} to {@code [out, in, height, width]}. */
    static Weight ofConvolution(Weight filters) throws TfjsException {
        return turned(filters, false);
    }

    /** {@code [height, width, channels, 1]} to {@code [channels, 1, height, width]}. */
    static Weight ofDepthwise(Weight filters) throws TfjsException {
        return turned(filters, true);
    }

    private static Weight turned(Weight filters, boolean depthwise) throws TfjsException {
        if (filters.shape().size() != 4) {
            throw new TfjsException("A filter of it has the shape %s.".formatted(filters.shape()));
        }
        int height = Math.toIntExact(filters.shape().get(0));
        int width = Math.toIntExact(filters.shape().get(1));
        int in = Math.toIntExact(filters.shape().get(2));
        int out = Math.toIntExact(filters.shape().get(3));
        int outer = depthwise ? in : out;
        int inner = depthwise ? out : in;
        float[] turned = new float[filters.values().length];
        int at = 0;
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                for (int place = 0; place < height * width; place++) {
                    turned[at++] = filters.values()[(place * in + (depthwise ? o : i)) * out + (depthwise ? i : o)];
                }
            }
        }
        return new Weight(List.of((long) outer, (long) inner, (long) height, (long) width), turned);
    }

    /** {@code [in, out]} to {@code [out, in]}. */
    static Weight ofLinear(Weight matrix) throws TfjsException {
        if (matrix.shape().size() != 2) {
            throw new TfjsException("A matrix of it has the shape %s.".formatted(matrix.shape()));
        }
        Weight asFilters = new Weight(
                List.of(1L, 1L, matrix.shape().get(0), matrix.shape().get(1)), matrix.values());
        Weight turned = ofConvolution(asFilters);
        return new Weight(turned.shape().subList(0, 2), turned.values());
    }

    static TensorData data(String name, Weight weight) {
        byte[] bytes = new byte[weight.values().length * Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(weight.values());
        return new TensorData(name, DType.F32, weight.shape(), MemorySegment.ofArray(bytes));
    }
}
