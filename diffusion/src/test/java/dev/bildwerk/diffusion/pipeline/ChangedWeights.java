package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.engine.safetensors.TensorData;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/** Half-precision weights of the miniatures, changed without rounding. */
final class ChangedWeights {
    private static final ValueLayout.OfShort HALF =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private ChangedWeights() {}

    static TensorData halved(TensorData tensor) {
        int count = Math.toIntExact(tensor.data().byteSize() / Short.BYTES);
        MemorySegment changed = MemorySegment.ofArray(new byte[count * Short.BYTES]);
        for (int i = 0; i < count; i++) {
            float value = Float.float16ToFloat(tensor.data().getAtIndex(HALF, i));
            changed.setAtIndex(HALF, i, Float.floatToFloat16(value / 2));
        }
        return new TensorData(tensor.name(), tensor.dtype(), tensor.shape(), changed);
    }

    /** Some columns of a matrix. */
    static TensorData columns(TensorData tensor, int from, int to) {
        int rows = Math.toIntExact(tensor.shape().getFirst());
        int columns = Math.toIntExact(tensor.shape().getLast());
        MemorySegment cut = MemorySegment.ofArray(new byte[rows * (to - from) * Short.BYTES]);
        for (int row = 0; row < rows; row++) {
            MemorySegment.copy(
                    tensor.data(),
                    (long) (row * columns + from) * Short.BYTES,
                    cut,
                    (long) row * (to - from) * Short.BYTES,
                    (long) (to - from) * Short.BYTES);
        }
        return new TensorData(tensor.name(), tensor.dtype(), List.of((long) rows, (long) (to - from)), cut);
    }
}
