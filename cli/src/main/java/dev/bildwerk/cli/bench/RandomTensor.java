package dev.bildwerk.cli.bench;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.noise.TorchGenerator;
import java.util.Arrays;

/** Standard normal numbers, the same every time. */
final class RandomTensor {
    private RandomTensor() {}

    static Tensor of(Device device, DType format, long... shape) {
        int count = Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
        return Tensor.of(new TorchGenerator(1).normal(count), shape).to(device).to(format);
    }
}
