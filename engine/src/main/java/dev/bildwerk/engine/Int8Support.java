package dev.bildwerk.engine;

import dev.bildwerk.engine.cpu.CpuFeatures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Where layers can be computed in eight bits: on processors of x86-64 with AVX2. */
public final class Int8Support {
    private static final Set<String> X86_64 = Set.of("amd64", "x86_64");

    private Int8Support() {}

    /** Whether layers on this device can. */
    public static boolean isHad(Device device) {
        return !device.isCuda() && isHad(System.getProperty("os.arch"), told(), CpuFeatures.ofThisMachine());
    }

    /** @throws EngineException with code {@code engine.int8} where this device cannot */
    public static void require(Device device) {
        if (device.isCuda()) {
            throw new EngineException(
                    "engine.int8",
                    "int8 is computed on the processor alone: on a GPU say bf16 or fp16, or add --device cpu.");
        }
        require(System.getProperty("os.arch"), told(), CpuFeatures.ofThisMachine());
    }

    /** @param told whether the system says what its processor can do; where it does not, AVX2 is taken for granted */
    static void require(String architecture, boolean told, CpuFeatures features) {
        if (!isHad(architecture, told, features)) {
            throw new EngineException(
                    "engine.int8", "int8 needs a processor of x86-64 with AVX2, which this one is not: say fp32.");
        }
    }

    private static boolean isHad(String architecture, boolean told, CpuFeatures features) {
        return X86_64.contains(architecture) && (!told || features.avx2());
    }

    private static boolean told() {
        return Files.isReadable(Path.of("/proc/cpuinfo"));
    }
}
