package dev.bildwerk.benchmarks;

import dev.bildwerk.engine.noise.PhiloxGenerator;
import dev.bildwerk.engine.noise.TorchGenerator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;

/** A picture's first noise from its seed: the default model's, Stable Diffusion 1.5's at 512 x 512, SDXL's at 1024 x 1024. */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class NoiseBench extends Bench {
    @Param({"2048", "16384", "65536"})
    public int values;

    private long seed;

    @Benchmark
    public float[] torch() {
        return new TorchGenerator(seed++).normal(values);
    }

    @Benchmark
    public float[] philox() {
        return new PhiloxGenerator(seed++).normal(values);
    }
}
