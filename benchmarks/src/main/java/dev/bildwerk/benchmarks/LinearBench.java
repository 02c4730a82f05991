package dev.bildwerk.benchmarks;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Int8LinearMap;
import dev.bildwerk.engine.Int8Support;
import dev.bildwerk.engine.LinearMap;
import dev.bildwerk.engine.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Matrix products as the linear layers of a UNet have them, with guidance: first those of Stable Diffusion 1.5 at 512 x 512,
 * then those of the default model.
 */
public class LinearBench extends Bench {
    /** Rows, in and out. */
    @Param({
        "8192x320x320",
        "8192x320x2560",
        "8192x1280x320",
        "2048x640x5120",
        "512x1280x10240",
        "154x768x320",
        "512x64x64",
        "512x64x512",
        "128x128x1024",
        "32x192x1536",
        "154x256x64"
    })
    public String shape;

    /** I8 is computed in eight bits from numbers in F32. BF16 can be asked for, where the processor has it. */
    @Param({"F32", "I8"})
    public DType format;

    private Tensor x;
    private LinearMap map;

    @Setup
    public void make() {
        long[] sizes = numbers(shape);
        DType wide = format == DType.I8 ? DType.F32 : format;
        x = random(wide, sizes[0], sizes[1]);
        Tensor weight = random(wide, sizes[2], sizes[1]);
        Tensor bias = random(wide, sizes[2]);
        if (format == DType.I8) {
            Int8Support.require(Device.CPU);
            map = kept(Int8LinearMap.of(weight, bias));
        } else {
            map = new LinearMap.Wide(weight, bias);
        }
    }

    @Benchmark
    public void linear() {
        Rate.of(() -> map.apply(x));
    }
}
