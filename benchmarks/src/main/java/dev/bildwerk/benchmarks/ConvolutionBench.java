package dev.bildwerk.benchmarks;

import dev.bildwerk.engine.Convolution;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Int8ConvolutionMap;
import dev.bildwerk.engine.Int8Support;
import dev.bildwerk.engine.Tensor;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Convolutions of 3x3: those of Stable Diffusion 1.5's UNet at 512 x 512 with guidance, those of its autoencoder, and those
 * of the default model's UNet and autoencoder.
 */
public class ConvolutionBench extends Bench {
    private static final int PADDING = 1;

    /** How it is computed. */
    public enum Way {
        /** By libtorch's own convolution. */
        DIRECT,
        /** As the engine chooses: with fewer multiplications where that pays (decision 0011), else as above. */
        CHOSEN,
        /** In eight bits, from numbers in F32. */
        INT8
    }

    /** Batch, channels in and out, and pixels along an edge. */
    @Param({
        "2x320x320x64",
        "2x640x640x32",
        "2x1280x1280x16",
        "2x1280x1280x8",
        "1x512x512x64",
        "1x256x256x256",
        "1x128x128x512",
        "2x64x64x16",
        "2x192x192x4",
        "1x48x48x128"
    })
    public String shape;

    @Param({"DIRECT", "CHOSEN", "INT8"})
    public Way way;

    /** What numbers are given in; BF16 can be asked for, where the processor has it. */
    @Param("F32")
    public DType format;

    private Supplier<Tensor> convolution;

    @Setup
    public void make() {
        long[] sizes = numbers(shape);
        Tensor x = randomPlanes(format, sizes[0], sizes[1], sizes[3], sizes[3]);
        Tensor weight = randomPlanes(format, sizes[2], sizes[1], 3, 3);
        Tensor bias = random(format, sizes[2]);
        convolution = switch (way) {
            case DIRECT -> () -> x.conv2d(weight, bias, 1, PADDING);
            case CHOSEN -> () -> Convolution.apply(x, weight, bias, 1, PADDING);
            case INT8 -> inEightBits(x, weight, bias);
        };
    }

    private Supplier<Tensor> inEightBits(Tensor x, Tensor weight, Tensor bias) {
        Int8Support.require(Device.CPU);
        Int8ConvolutionMap map = kept(Int8ConvolutionMap.of(weight, bias, 1));
        return () -> map.apply(x, PADDING);
    }

    @Benchmark
    public void convolution() {
        Rate.of(convolution);
    }
}
