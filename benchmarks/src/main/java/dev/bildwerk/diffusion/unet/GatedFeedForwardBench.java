package dev.bildwerk.diffusion.unet;

import dev.bildwerk.benchmarks.Bench;
import dev.bildwerk.benchmarks.Rate;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * The feed-forward part of a transformer block, in Stable Diffusion 1.5's UNet at 512 x 512 with guidance and in the default
 * model's. It stands in the package of what it measures, which is not seen from outside.
 */
public class GatedFeedForwardBench extends Bench {
    /** Batch, tokens and channels. */
    @Param({"2x4096x320", "2x1024x640", "2x256x1280", "2x256x64"})
    public String shape;

    /** BF16 can be asked for, where the processor has it. */
    @Param("F32")
    public DType format;

    private Tensor x;
    private GatedFeedForward feedForward;

    @Setup
    public void make() {
        long[] sizes = numbers(shape);
        x = random(format, sizes);
        feedForward = GatedFeedForward.of((key, init, wanted) -> random(format, wanted), (int) sizes[2]);
    }

    @Benchmark
    public void feedForward() {
        Rate.of(() -> feedForward.apply(x));
    }
}
