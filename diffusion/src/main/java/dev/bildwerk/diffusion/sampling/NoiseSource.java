package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.noise.TorchGenerator;
import java.util.List;

/** Where a sampler that adds noise takes it from. */
@FunctionalInterface
public interface NoiseSource {
    /** Standard normal numbers in F32, {@code [batch, channels, height, width]}; other ones at every call. */
    Tensor draw(long... shape);

    /** One generator draws the whole batch at once. */
    static NoiseSource of(TorchGenerator generator) {
        return shape -> Tensor.of(generator.normal(count(shape)), shape);
    }

    /** One generator for each picture of the batch, so that a picture does not depend on its neighbours. */
    static NoiseSource ofEach(List<TorchGenerator> generators) {
        List<TorchGenerator> copy = List.copyOf(generators);
        return shape -> {
            if (shape[0] != copy.size()) {
                throw new IllegalArgumentException(
                        "A batch of %d cannot be drawn from %d generators.".formatted(shape[0], copy.size()));
            }
            long[] one = shape.clone();
            one[0] = 1;
            return Tensor.cat(0, copy.stream().map(generator -> of(generator).draw(one)).toList());
        };
    }

    private static int count(long[] shape) {
        long count = 1;
        for (long size : shape) {
            count = Math.multiplyExact(count, size);
        }
        return Math.toIntExact(count);
    }
}
