package dev.bildwerk.engine.safetensors;

import dev.bildwerk.engine.DType;
import java.util.List;
import java.util.OptionalLong;

/** How many bytes a shape takes in a number format. */
final class ByteCount {
    private ByteCount() {}

    /** Empty if an axis is negative or if the count does not fit 63 bits. */
    static OptionalLong of(DType dtype, List<Long> shape) {
        long bytes = dtype.bytes();
        for (long axis : shape) {
            if (axis < 0 || (axis != 0 && bytes > Long.MAX_VALUE / axis)) {
                return OptionalLong.empty();
            }
            bytes *= axis;
        }
        return OptionalLong.of(bytes);
    }
}
