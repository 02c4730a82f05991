package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.noise.PhiloxGenerator;
import dev.bildwerk.engine.noise.TorchGenerator;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongFunction;

/** Where a sampler that adds noise takes it from. */
@FunctionalInterface
public interface NoiseSource {
    /** Standard normal numbers in F32, {@code [batch, channels, height, width]}; other ones at every call. */
    Tensor draw(long... shape);

    /**
     * Noise for the ways between the noise levels of one sampling run. Sources made from generators or seeds give a
     * Brownian path, where the noise of a way does not depend on what was asked before; of any other source every way
     * has noise of its own.
     *
     * @param smallest noise level above 0
     * @param largest noise level
     */
    default IntervalNoise intervals(double smallest, double largest, long... shape) {
        return (sigma, target) -> draw(shape);
    }

    /** One generator draws the whole batch at once; it also gives the seed of a Brownian path when one is asked for. */
    static NoiseSource of(TorchGenerator generator) {
        return new NoiseSource() {
            @Override
            public Tensor draw(long... shape) {
                return Tensor.of(generator.normal(count(shape)), shape);
            }

            @Override
            public IntervalNoise intervals(double smallest, double largest, long... shape) {
                long seed = generator.nextInt32() & 0xffffffffL;
                return path(seed, word -> new TorchGenerator(word)::normal, smallest, largest, shape);
            }
        };
    }

    /** One generator for each picture of the batch, so that a picture does not depend on its neighbours. */
    static NoiseSource ofEach(List<TorchGenerator> generators) {
        return each(generators.stream().map(NoiseSource::of).toList());
    }

    /**
     * One seed for each picture: torch's generator on the CPU of that seed, and as Brownian path the one that
     * k-diffusion draws for it (torchsde's), as AUTOMATIC1111 and ComfyUI do for the SDE samplers.
     *
     * @param seeds 0 or more
     */
    static NoiseSource seeded(long... seeds) {
        return each(seeds, seed -> new TorchGenerator(seed)::normal);
    }

    /** The same with the generator of an NVIDIA device, as far as {@link PhiloxGenerator} has it. */
    static NoiseSource seededAsOnGpu(long... seeds) {
        return each(seeds, seed -> new PhiloxGenerator(seed)::normal);
    }

    /** One seed for a whole batch, which is drawn at once; else as {@link #seeded}. */
    static NoiseSource ofBatch(long seed) {
        return ofSeed(seed, word -> new TorchGenerator(word)::normal);
    }

    /** One seed for a whole batch, which is drawn at once; else as {@link #seededAsOnGpu}. */
    static NoiseSource ofBatchAsOnGpu(long seed) {
        return ofSeed(seed, word -> new PhiloxGenerator(word)::normal);
    }

    /** Numbers of one source, and paths of another. */
    static NoiseSource drawing(NoiseSource numbers, NoiseSource paths) {
        return new NoiseSource() {
            @Override
            public Tensor draw(long... shape) {
                return numbers.draw(shape);
            }

            @Override
            public IntervalNoise intervals(double smallest, double largest, long... shape) {
                return paths.intervals(smallest, largest, shape);
            }
        };
    }

    /** One picture's part of what this source draws for a batch at once. Shapes are that of the picture alone. */
    default NoiseSource partOf(int index, int size) {
        NoiseSource batch = this;
        return new NoiseSource() {
            @Override
            public Tensor draw(long... shape) {
                return part(batch.draw(all(shape)));
            }

            @Override
            public IntervalNoise intervals(double smallest, double largest, long... shape) {
                IntervalNoise path = batch.intervals(smallest, largest, all(shape));
                return (sigma, target) -> part(path.between(sigma, target));
            }

            private Tensor part(Tensor drawn) {
                return drawn.narrow(0, index, 1).contiguous();
            }

            private long[] all(long[] shape) {
                long[] all = shape.clone();
                all[0] = size;
                return all;
            }
        };
    }

    /** The same, whose Brownian paths span these levels whatever levels are asked for. */
    default NoiseSource withPathsOver(double smallest, double largest) {
        NoiseSource source = this;
        return new NoiseSource() {
            @Override
            public Tensor draw(long... shape) {
                return source.draw(shape);
            }

            @Override
            public IntervalNoise intervals(double lower, double upper, long... shape) {
                return source.intervals(Math.min(smallest, lower), Math.max(largest, upper), shape);
            }
        };
    }

    private static NoiseSource each(long[] seeds, LongFunction<IntFunction<float[]>> generators) {
        return each(Arrays.stream(seeds).mapToObj(seed -> ofSeed(seed, generators)).toList());
    }

    /** @param generators for a seed what draws as many normal numbers as asked for */
    private static NoiseSource ofSeed(long seed, LongFunction<IntFunction<float[]>> generators) {
        IntFunction<float[]> generator = generators.apply(seed);
        return new NoiseSource() {
            @Override
            public Tensor draw(long... shape) {
                return Tensor.of(generator.apply(count(shape)), shape);
            }

            @Override
            public IntervalNoise intervals(double smallest, double largest, long... shape) {
                return path(seed, generators, smallest, largest, shape);
            }
        };
    }

    private static NoiseSource each(List<NoiseSource> pictures) {
        return new NoiseSource() {
            @Override
            public Tensor draw(long... shape) {
                long[] one = one(shape);
                return Tensor.cat(0, pictures.stream().map(picture -> picture.draw(one)).toList());
            }

            @Override
            public IntervalNoise intervals(double smallest, double largest, long... shape) {
                long[] one = one(shape);
                List<IntervalNoise> paths = pictures.stream()
                        .map(picture -> picture.intervals(smallest, largest, one))
                        .toList();
                return (sigma, target) -> Tensor.cat(
                        0, paths.stream().map(path -> path.between(sigma, target)).toList());
            }

            private long[] one(long[] shape) {
                if (shape[0] != pictures.size()) {
                    throw new IllegalArgumentException("A batch of %d cannot be drawn from %d generators."
                            .formatted(shape[0], pictures.size()));
                }
                long[] one = shape.clone();
                one[0] = 1;
                return one;
            }
        };
    }

    private static IntervalNoise path(
            long seed,
            LongFunction<IntFunction<float[]>> generators,
            double smallest,
            double largest,
            long[] shape) {
        int count = count(shape);
        LongFunction<float[]> normals = word -> generators.apply(word).apply(count);
        BrownianTree tree = new BrownianTree(seed, normals, smallest, largest);
        return (sigma, target) -> Tensor.of(tree.between(sigma, target), shape);
    }

    private static int count(long[] shape) {
        long count = 1;
        for (long size : shape) {
            count = Math.multiplyExact(count, size);
        }
        return Math.toIntExact(count);
    }
}
