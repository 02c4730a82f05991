package dev.bildwerk.engine.safetensors;

import dev.bildwerk.engine.DType;
import java.util.List;
import java.util.Objects;

/**
 * Where one tensor lies in a safetensors file.
 *
 * @param name unique in its file, never empty
 * @param dtype number format of the elements, little-endian
 * @param shape sizes of the axes, outermost first (row-major); empty for a scalar
 * @param begin first byte, counted from the start of the data section
 * @param end the byte after the last, counted likewise; {@code begin} for a tensor without elements
 */
public record TensorEntry(String name, DType dtype, List<Long> shape, long begin, long end) {
    public TensorEntry {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(dtype, "dtype");
        shape = List.copyOf(shape);
    }

    /** The shape as a new array. */
    public long[] dimensions() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    public long byteSize() {
        return end - begin;
    }

    public long elementCount() {
        return byteSize() / dtype.bytes();
    }
}
