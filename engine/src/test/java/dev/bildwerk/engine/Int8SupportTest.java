package dev.bildwerk.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.engine.cpu.CpuFeatures;
import org.junit.jupiter.api.Test;

class Int8SupportTest {
    private static final CpuFeatures AVX2 = CpuFeatures.ofCpuinfo("flags : avx avx2 fma");
    private static final CpuFeatures OLD = CpuFeatures.ofCpuinfo("flags : avx");

    @Test
    void refusesGpusWithWhatToSayInstead() {
        assertThatThrownBy(() -> Int8Support.require(new Device.Cuda(0)))
                .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.code()).isEqualTo("engine.int8"))
                .hasMessageContaining("bf16 or fp16");
    }

    @Test
    void refusesProcessorsWithoutAvx2() {
        assertThatThrownBy(() -> Int8Support.require("amd64", true, OLD)).hasMessageContaining("AVX2");
        assertThatThrownBy(() -> Int8Support.require("aarch64", true, AVX2)).hasMessageContaining("x86-64");
    }

    @Test
    void takesAvx2ForGrantedWhereTheSystemDoesNotTell() {
        assertThatCode(() -> Int8Support.require("x86_64", false, OLD)).doesNotThrowAnyException();
        assertThatCode(() -> Int8Support.require("amd64", true, AVX2)).doesNotThrowAnyException();
    }
}
