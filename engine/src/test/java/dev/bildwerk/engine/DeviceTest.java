package dev.bildwerk.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {
    private static final Natives WITH_CUDA = Natives.of(Optional.empty());
    private static final Natives WITHOUT_CUDA = new Natives(false, Optional.empty());

    @Test
    void cudaIsTheFirstOfTheGpus() {
        assertThat(Device.parse("cuda", WITH_CUDA, () -> 2)).isEqualTo(new Device.Cuda(0));
        assertThat(Device.parse("cuda:1", WITH_CUDA, () -> 2)).isEqualTo(new Device.Cuda(1)).hasToString("cuda:1");
    }

    @Test
    void theProcessorNeedsNoCuda() {
        assertThat(Device.parse("cpu", WITHOUT_CUDA, DeviceTest::notAsked)).isEqualTo(Device.CPU).hasToString("cpu");
    }

    @Test
    void aGpuThatIsNotThereIsNamedWithHowManyThereAre() {
        assertThatThrownBy(() -> Device.parse("cuda:2", WITH_CUDA, () -> 2))
                .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.code()).isEqualTo("engine.device"))
                .hasMessage("The device cuda:2 is not there: this installation sees 2 CUDA GPUs; "
                        + "--device cpu works everywhere.");
    }

    @Test
    void theBuildWithoutCudaSaysHowToGetTheOther() {
        assertThatThrownBy(() -> Device.parse("cuda", WITHOUT_CUDA, DeviceTest::notAsked))
                .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.code()).isEqualTo("engine.device"))
                .hasMessageContaining("BILDWERK_CUDA=1");
    }

    @Test
    void aMissingLibraryOfNvidiaIsTheReason() {
        Natives natives = Natives.of(CudaLibraries.problem(List.of("driver", "libcudnn.so.9"), "driver"::equals));

        assertThatThrownBy(() -> Device.parse("cuda:0", natives, DeviceTest::notAsked))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo("engine.cuda-libraries"))
                .hasMessageStartingWith("NVIDIA's library libcudnn.so.9 was not found: install CUDA 13");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "toaster", "cuda:", "cuda:x", "cuda:-1", "cuda:1000", "CPU", "cuda:0,cuda:1"})
    void whatIsNoDeviceIsQuoted(String name) {
        assertThatThrownBy(() -> Device.parse(name))
                .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.code()).isEqualTo("engine.device"))
                .hasMessageStartingWith("\"" + name + "\" is no device");
    }

    @Test
    void autoIsTheFirstGpuOrTheProcessor() {
        Device expected = Device.cudaCount() == 0 ? Device.CPU : new Device.Cuda(0);

        assertThat(Device.parse("auto")).isEqualTo(expected).isEqualTo(Device.best());
    }

    @Test
    void severalDevicesAreNamedOnceEach() {
        assertThat(Device.parseAll("cpu")).containsExactly(Device.CPU);
        for (String twice : List.of("cpu,cpu", "cpu, cpu", "auto,auto")) {
            assertThatThrownBy(() -> Device.parseAll(twice)).hasMessageContaining("twice");
        }
        for (String broken : List.of("cpu,", ",cpu", "cpu,,cpu", "cpu;cpu")) {
            assertThatThrownBy(() -> Device.parseAll(broken)).hasMessageContaining("is no device");
        }
    }

    private static int notAsked() {
        throw new AssertionError("GPUs were counted.");
    }
}
