package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.checkpoint.WeightStorage;
import dev.bildwerk.engine.ComputeCapability;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Int8Support;
import dev.bildwerk.engine.cpu.CpuFeatures;
import java.util.Objects;

/**
 * How a model is computed.
 *
 * @param device where
 * @param precision number format of weights and activations: F32, BF16, F16 on a GPU, I8 for the layers of the denoiser that
 *     bear it, on the CPU, with all else in what is fastest there; null for what is fastest there
 * @param threads that one operation uses on the CPU, for the whole process; 0 for libtorch's own choice
 * @param memory what is done to take less of it
 */
public record EngineOptions(Device device, DType precision, int threads, MemoryOptions memory) {
    public EngineOptions {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(memory, "memory");
        if (threads < 0) {
            throw new IllegalArgumentException("%d threads cannot compute anything.".formatted(threads));
        }
    }

    /** Taking less memory only where it would not suffice. */
    public EngineOptions(Device device, DType precision, int threads) {
        this(device, precision, threads, MemoryOptions.AUTOMATIC);
    }

    /** The best device of this machine in its fastest number format. */
    public static EngineOptions automatic() {
        return new EngineOptions(Device.best(), null, 0);
    }

    /** The fastest number format of a device: BF16 where it computes in it, else F16 on a GPU and F32 on the CPU. */
    public static DType fastest(Device device) {
        return device instanceof Device.Cuda gpu
                ? ComputeCapability.of(gpu).fasterFormat()
                : CpuFeatures.ofThisMachine().fasterFormat();
    }

    /** Where weights go and what is computed, with weights as they are computed. */
    Placement placement() {
        if (precision == DType.I8) {
            Int8Support.require(device);
            return new Placement(device, fastest(device)).withStorage(WeightStorage.INT8);
        }
        return new Placement(device, precision == null ? fastest(device) : precision);
    }
}
