package dev.bildwerk.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * What a GPU can compute, as NVIDIA numbers it.
 *
 * @see <a href="https://developer.nvidia.com/cuda-gpus">the numbers of all GPUs</a>
 */
public record ComputeCapability(int major, int minor) implements Comparable<ComputeCapability> {
    /** The oldest that libtorch's build for CUDA 13 holds kernels for (Turing). */
    static final ComputeCapability OLDEST = new ComputeCapability(7, 5);

    /** From here on (Ampere) tensor cores compute in bf16; before, it is emulated. */
    private static final ComputeCapability BF16 = new ComputeCapability(8, 0);

    /** {@code cudaDevAttrComputeCapabilityMajor} of CUDA's runtime. */
    private static final int MAJOR = 75;

    private static final int MINOR = 76;

    /**
     * @throws EngineException with code {@code engine.device} where the GPU is too old, or does not answer
     */
    public static ComputeCapability of(Device.Cuda device) {
        ComputeCapability capability = new ComputeCapability(attribute(device, MAJOR), attribute(device, MINOR));
        if (capability.compareTo(OLDEST) < 0) {
            throw new EngineException(
                    "engine.device",
                    "The GPU %s has compute capability %s, and CUDA 13 needs %s (GeForce RTX 20 or later): use --device cpu."
                            .formatted(device, capability, OLDEST));
        }
        return capability;
    }

    /** The faster number format for weights and activations: BF16, whose range overflows as seldom as fp32's, or F16. */
    public DType fasterFormat() {
        return compareTo(BF16) >= 0 ? DType.BF16 : DType.F16;
    }

    private static int attribute(Device.Cuda device, int attribute) {
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle get = Linker.nativeLinker()
                    .downcallHandle(
                            SymbolLookup.libraryLookup(CudaLibraries.runtime(), Arena.global())
                                    .findOrThrow("cudaDeviceGetAttribute"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT));
            MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
            int error = (int) get.invokeExact(value, attribute, device.index());
            if (error != 0) {
                throw new EngineException(
                        "engine.device", "The GPU %s does not answer (CUDA's error %d).".formatted(device, error));
            }
            return value.get(ValueLayout.JAVA_INT, 0);
        } catch (EngineException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("cudaDeviceGetAttribute takes an address and two numbers.", e);
        }
    }

    @Override
    public int compareTo(ComputeCapability other) {
        return major == other.major ? Integer.compare(minor, other.minor) : Integer.compare(major, other.major);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
