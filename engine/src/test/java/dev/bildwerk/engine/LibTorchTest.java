package dev.bildwerk.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibTorchTest {
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 5})
    void threadsThatUseItForTheFirstTimeAtOnceDoNotWaitForEachOtherForEver(int first) throws Exception {
        Process process = firstUse(CLASS_PATH, first);

        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isEqualTo("3.0\n");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoeverNeedsItHearsThatItCannotBeLoaded() throws Exception {
        String withoutNatives = Arrays.stream(CLASS_PATH.split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*(linux|macosx|windows)-[a-z0-9_]+\\.jar"))
                .collect(joining(File.pathSeparator));

        Process process = firstUse(withoutNatives, 0);

        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isEmpty();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isNotZero();
        assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8))
                .contains("libtorch cannot be loaded", "UnsatisfiedLinkError");
    }

    @Test
    void loadingAgainDoesNothing() throws InterruptedException {
        LibTorch.begin().join();
        LibTorch.begin().join();
        LibTorch.await();

        assertThat(Tensor.of(new float[] {1, 2}, 2).sum().item()).isEqualTo(3);
    }

    @Test
    void aThreadThatWasInterruptedMayUseItAndStaysInterrupted() throws InterruptedException {
        boolean[] interrupted = new boolean[1];
        Thread thread = Thread.ofPlatform().start(() -> {
            Thread.currentThread().interrupt();
            LibTorch.await();
            interrupted[0] = Thread.interrupted();
        });
        thread.join();

        assertThat(interrupted[0]).isTrue();
    }

    private static Process firstUse(String classPath, int first) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp", classPath,
                        FirstUse.class.getName(),
                        Integer.toString(first))
                .start();
    }
}
