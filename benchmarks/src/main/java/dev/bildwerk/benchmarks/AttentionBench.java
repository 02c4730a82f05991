package dev.bildwerk.benchmarks;

import dev.bildwerk.engine.Attention;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Attention without its projections: of the picture to itself and to the text in Stable Diffusion 1.5's UNet at 512 x 512 with
 * guidance, in the middle of its autoencoder, and in the default model's UNet.
 */
public class AttentionBench extends Bench {
    /** Batch, tokens that ask, tokens that answer, heads, and the width of each. */
    @Param({
        "2x4096x4096x8x40",
        "2x4096x77x8x40",
        "2x1024x1024x8x80",
        "2x1024x77x8x80",
        "1x4096x4096x1x512",
        "2x256x256x4x16",
        "2x256x77x4x16"
    })
    public String shape;

    /** BF16 can be asked for, where the processor has it. */
    @Param("F32")
    public DType format;

    private Tensor query;
    private Tensor key;
    private Tensor value;
    private int heads;

    @Setup
    public void make() {
        long[] sizes = numbers(shape);
        heads = (int) sizes[3];
        query = random(format, sizes[0], sizes[1], heads * sizes[4]);
        key = random(format, sizes[0], sizes[2], heads * sizes[4]);
        value = random(format, sizes[0], sizes[2], heads * sizes[4]);
    }

    @Benchmark
    public void attend() {
        Rate.of(() -> Attention.attend(query, key, value, heads, null));
    }
}
