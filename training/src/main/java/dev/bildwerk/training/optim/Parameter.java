package dev.bildwerk.training.optim;

import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Tensor;
import java.util.List;

/**
 * One weight that is trained, as a stretch of the flat storage of its {@link ParameterSet}.
 *
 * @param key the checkpoint's name for it
 * @param shape of the weight
 * @param init how it begins
 * @param offset of its first element in the flat storage
 * @param count number of elements
 */
public record Parameter(String key, List<Long> shape, Init init, long offset, long count) {
    public Parameter {
        shape = List.copyOf(shape);
    }

    long[] dimensions() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    /**
     * This weight's stretch of a flat tensor, in the weight's shape. Convolutions lie channels-last in memory, which is what
     * they are computed fastest with.
     */
    Tensor view(Tensor flat) {
        Tensor stretch = flat.narrow(0, offset, count);
        long[] d = dimensions();
        if (d.length == 4) {
            return stretch.reshape(d[0], d[2], d[3], d[1]).permute(0, 3, 1, 2);
        }
        return stretch.reshape(d);
    }
}
