package dev.bildwerk.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CudaSettingsTest {
    @AfterEach
    void asTheyWere() {
        CudaSettings.NONE.apply();
    }

    @Test
    void allAreOffUnlessNamed() {
        assertThat(CudaSettings.parse("")).isEqualTo(CudaSettings.NONE);
        assertThat(CudaSettings.parse(" tf32, benchmark")).isEqualTo(new CudaSettings(true, true));
        assertThat(CudaSettings.parse("benchmark")).isEqualTo(new CudaSettings(true, false));
    }

    @Test
    void anUnknownOneIsRefused() {
        assertThatThrownBy(() -> CudaSettings.parse("benchmark,warp"))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo("engine.cuda-settings"))
                .hasMessageContaining("\"warp\"");
    }

    @Test
    void libtorchHearsOfThem() {
        new CudaSettings(true, true).apply();
        assertThat(torch.globalContext().benchmarkCuDNN()).isTrue();
        assertThat(torch.globalContext().allowTF32CuDNN()).isTrue();
        assertThat(torch.globalContext().allowTF32CuBLAS()).isTrue();

        CudaSettings.NONE.apply();
        assertThat(torch.globalContext().benchmarkCuDNN()).isFalse();
        assertThat(torch.globalContext().allowTF32CuDNN()).isFalse();
        assertThat(torch.globalContext().allowTF32CuBLAS()).isFalse();
    }
}
