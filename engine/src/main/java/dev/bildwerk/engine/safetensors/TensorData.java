package dev.bildwerk.engine.safetensors;

import dev.bildwerk.engine.DType;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;

/**
 * A tensor to be written.
 *
 * @param name unique in its file, not empty and not {@code __metadata__}
 * @param dtype number format of the elements
 * @param shape sizes of the axes, outermost first; empty for a scalar
 * @param data the elements, row-major and little-endian, exactly as many bytes as the shape takes
 */
public record TensorData(String name, DType dtype, List<Long> shape, MemorySegment data) {
    public TensorData {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(dtype, "dtype");
        Objects.requireNonNull(data, "data");
        shape = List.copyOf(shape);
    }
}
