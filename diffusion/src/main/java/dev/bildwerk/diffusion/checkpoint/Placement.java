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

    /**
     * The format that a weight is kept in.
     *
     * @param stored its format in the file
     * @param dimensions how many it has; norms and biases, with one, are as good as nothing beside the others and stay wide
     */
    public DType kept(DType stored, int dimensions) {
        if (dimensions < 2 || precision.bytes() <= DType.F16.bytes()) {
            return precision;
        }
        return switch (storage) {
            case FULL, INT8 -> precision;
            case AS_STORED -> stored.bytes() == DType.F16.bytes() ? stored : precision;
            case HALF -> stored.bytes() == DType.F16.bytes() ? stored : DType.F16;
        };
    }

    /** How many bytes a number of a weight takes then; of what is computed in eight bits nearly all are kept so. */
    int keptBytes(DType stored, int dimensions) {
        return storage == WeightStorage.INT8 && dimensions > 1 ? DType.I8.bytes() : kept(stored, dimensions).bytes();
    }
}
