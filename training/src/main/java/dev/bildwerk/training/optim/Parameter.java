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

    /** This weight's stretch of a flat tensor, in the weight's shape. */
    Tensor view(Tensor flat) {
        return flat.narrow(0, offset, count).reshape(dimensions());
    }
}
