package dev.bildwerk.benchmarks;

import dev.bildwerk.diffusion.layers.LayerNorm;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Layer norm over tokens, as in Stable Diffusion 1.5's UNet at 512 x 512 with guidance, and in the default model's. */
public class LayerNormBench extends Bench {
    /** Tokens and their width. */
    @Param({"8192x320", "2048x640", "512x1280", "512x64"})
    public String shape;

    /** BF16 can be asked for. */
    @Param("F32")
    public DType format;

    private Tensor x;
    private LayerNorm norm;

    @Setup
    public void make() {
        long[] sizes = numbers(shape);
        x = random(format, sizes);
        norm = new LayerNorm(random(format, sizes[1]), random(format, sizes[1]));
    }

    @Benchmark
    public void layerNorm() {
        try (Scope scope = Scope.open()) {
            norm.apply(x);
        }
    }
}
