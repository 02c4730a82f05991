package dev.bildwerk.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.engine.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuFeaturesTest {
    private static final String ZEN_4 = """
            processor\t: 0
            vendor_id\t: AuthenticAMD
            flags\t\t: fpu sse avx avx2 avx512f avx512dq avx512bw avx512vl avx512_bf16 avx512_vnni
            bugs\t\t: sysret_ss_attrs
            """;
    private static final String SAPPHIRE_RAPIDS = """
            processor\t: 0
            vendor_id\t: GenuineIntel
            flags\t\t: fpu sse avx avx2 avx512f avx512_bf16 amx_bf16 amx_tile amx_int8
            """;
    private static final String SKYLAKE_SERVER = """
            processor\t: 0
            vendor_id\t: GenuineIntel
            flags\t\t: fpu sse avx avx2 avx512f avx512dq avx512cd avx512bw avx512vl
            vmx flags\t: vnmi avx512_bf16
            """;
    private static final String HASWELL = """
            processor\t: 0
            model name\t: a name with avx512_bf16 in it
            flags\t\t: fpu sse avx avx2 fma
            """;
    private static final String GRAVITON = """
            processor\t: 0
            Features\t: fp asimd evtstrm aes sve bf16 i8mm
            """;

    @Test
    void findsBfloat16OfZen4() {
        CpuFeatures features = CpuFeatures.ofCpuinfo(ZEN_4);

        assertThat(features).isEqualTo(new CpuFeatures(true, true, false, true, true, false, false));
        assertThat(features.fasterFormat()).isEqualTo(DType.BF16);
    }

    @Test
    void findsTheTilesOfSapphireRapids() {
        CpuFeatures features = CpuFeatures.ofCpuinfo(SAPPHIRE_RAPIDS);

        assertThat(features).isEqualTo(new CpuFeatures(true, true, true, true, false, false, true));
        assertThat(features.fasterFormat()).isEqualTo(DType.BF16);
    }

    @Test
    void keepsToFp32WhereAvx512LacksBfloat16() {
        CpuFeatures features = CpuFeatures.ofCpuinfo(SKYLAKE_SERVER);

        assertThat(features).isEqualTo(new CpuFeatures(true, false, false, true, false, false, false));
        assertThat(features.fasterFormat()).isEqualTo(DType.F32);
    }

    @Test
    void findsBytesWhereAvx2IsAlone() {
        CpuFeatures features = CpuFeatures.ofCpuinfo(HASWELL);

        assertThat(features).isEqualTo(new CpuFeatures(false, false, false, true, false, false, false));
        assertThat(features.fasterFormat()).isEqualTo(DType.F32);
    }

    @Test
    void leavesHeadroomWhereTheDotProductsOfAvx512AreMissing() {
        assertThat(CpuFeatures.ofCpuinfo(ZEN_4).int8NeedsHeadroom()).isFalse();
        assertThat(CpuFeatures.ofCpuinfo(HASWELL).int8NeedsHeadroom()).isTrue();
        assertThat(CpuFeatures.ofCpuinfo(SKYLAKE_SERVER).int8NeedsHeadroom()).isTrue();
        assertThat(CpuFeatures.ofCpuinfo("flags : avx2 avx_vnni").int8NeedsHeadroom()).isTrue();
        assertThat(CpuFeatures.ofCpuinfo("").int8NeedsHeadroom()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {GRAVITON, "", "flags", "flags :", "flags\t: avx512_bf16x amx", "\0\n\n:"})
    void keepsToFp32WhereNothingIsKnown(String cpuinfo) {
        CpuFeatures features = CpuFeatures.ofCpuinfo(cpuinfo);

        assertThat(features).isEqualTo(new CpuFeatures(false, false, false, false, false, false, false));
        assertThat(features.fasterFormat()).isEqualTo(DType.F32);
    }

    @Test
    void countsOnlyWhatAllProcessorsHave() {
        assertThat(CpuFeatures.ofCpuinfo(ZEN_4 + "\n" + SKYLAKE_SERVER))
                .isEqualTo(new CpuFeatures(true, false, false, true, false, false, false));
        assertThat(CpuFeatures.ofCpuinfo(ZEN_4 + "\n" + SAPPHIRE_RAPIDS))
                .isEqualTo(new CpuFeatures(true, true, false, true, false, false, false));
    }

    @Test
    void looksAtTheMachineItRunsOn() throws IOException {
        Path cpuinfo = Path.of("/proc/cpuinfo");
        String flags = Files.isReadable(cpuinfo) ? Files.readString(cpuinfo) : "";

        assertThat(CpuFeatures.ofThisMachine().avx512()).isEqualTo(flags.contains(" avx512f "));
    }
}
