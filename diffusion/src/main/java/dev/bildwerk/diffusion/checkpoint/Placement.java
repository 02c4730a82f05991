package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import java.util.Objects;

/**
 * Where weights are put and in which number format.
 *
 * @param precision a floating-point format; everything that the part computes is computed in it
 * @param storage how the weights wait for it
 */
public record Placement(Device device, DType precision, WeightStorage storage) {
    public Placement {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(storage, "storage");
        if (!precision.isFloatingPoint()) {
            throw new IllegalArgumentException("%s is no format to compute a model in.".formatted(precision));
        }
    }

    /** With weights as they are computed. */
    public Placement(Device device, DType precision) {
        this(device, precision, WeightStorage.FULL);
    }

    public Placement withStorage(WeightStorage other) {
        return new Placement(device, precision, other);
    }

    /** The same for a part that is never computed in eight bits. */
    public Placement withoutInt8() {
        return storage == WeightStorage.INT8 ? withStorage(WeightStorage.FULL) : this;
    }
}
