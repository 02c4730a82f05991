package dev.bildwerk.engine;

import dev.bildwerk.engine.noise.TorchGenerator;
import java.util.Arrays;

/** Normally distributed numbers, the same for the same seed. */
final class RandomTensors {
    private RandomTensors() {}

    static Tensor random(long seed, long... shape) {
        long count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        return Tensor.of(new TorchGenerator(seed).normal(Math.toIntExact(count)), shape);
    }
}
