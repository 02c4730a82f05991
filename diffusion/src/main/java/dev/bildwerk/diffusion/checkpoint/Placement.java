package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import java.util.Objects;

/**
 * Where weights are put and in which number format.
 *
 * @param precision a floating-point format; everything that the part computes is computed in it
 */
public record Placement(Device device, DType precision) {
    public Placement {
        Objects.requireNonNull(device, "device");
        if (!precision.isFloatingPoint()) {
            throw new IllegalArgumentException("%s is no format to compute a model in.".formatted(precision));
        }
    }
}
