package dev.bildwerk.engine.cpu;

import dev.bildwerk.engine.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * What the processor can do with bfloat16 and with bytes. Without its own instructions for it bf16 is slower than fp32, so
 * where nothing is known the answer is no.
 *
 * @param avx512 AVX-512 foundation
 * @param avx512Bf16 dot products of bfloat16 in AVX-512 (Intel from Cooper Lake on, AMD from Zen 4 on)
 * @param amxBf16 tiles of bfloat16 (Intel from Sapphire Rapids on)
 * @param avx2 vectors of eight floats, without which there is no int8 here
 * @param avx512Vnni dot products of bytes in AVX-512 (Intel from Cascade Lake on, AMD from Zen 4 on)
 * @param avxVnni the same in AVX (Intel from Alder Lake on)
 * @param amxInt8 tiles of bytes (Intel from Sapphire Rapids on)
 */
public record CpuFeatures(
        boolean avx512,
        boolean avx512Bf16,
        boolean amxBf16,
        boolean avx2,
        boolean avx512Vnni,
        boolean avxVnni,
        boolean amxInt8) {
    private static final CpuFeatures UNKNOWN = new CpuFeatures(false, false, false, false, false, false, false);
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    /** The features of this machine; on other systems than Linux none are known. */
    public static CpuFeatures ofThisMachine() {
        try {
            return Files.isReadable(CPUINFO) ? ofCpuinfo(Files.readString(CPUINFO)) : UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /**
     * @param cpuinfo the text of Linux's {@code /proc/cpuinfo}; what one processor of several lacks does not count
     */
    public static CpuFeatures ofCpuinfo(String cpuinfo) {
        Set<String> common = cpuinfo
                .lines()
                .filter(line -> line.matches("flags\\s*:.*"))
                .map(CpuFeatures::flags)
                .reduce(CpuFeatures::intersection)
                .orElse(Set.of());
        return new CpuFeatures(
                common.contains("avx512f"),
                common.contains("avx512_bf16"),
                common.contains("amx_bf16"),
                common.contains("avx2"),
                common.contains("avx512_vnni"),
                common.contains("avx_vnni"),
                common.contains("amx_int8"));
    }

    /** The faster number format for weights and activations: BF16 or F32. */
    public DType fasterFormat() {
        return avx512Bf16 || amxBf16 ? DType.BF16 : DType.F32;
    }

    /**
     * Whether sums of two products of bytes may overflow on their way: without its own instructions for it the processor
     * adds them in 16 bits, and what is multiplied has to keep to seven bits. FBGEMM, which computes the linear layers,
     * knows the instructions of AVX-512 alone.
     */
    public boolean int8NeedsHeadroom() {
        return !avx512Vnni;
    }

    private static Set<String> flags(String line) {
        return new HashSet<>(Arrays.asList(line.substring(line.indexOf(':') + 1).strip().split("\\s+")));
    }

    private static Set<String> intersection(Set<String> one, Set<String> other) {
        Set<String> both = new HashSet<>(one);
        both.retainAll(other);
        return both;
    }
}
