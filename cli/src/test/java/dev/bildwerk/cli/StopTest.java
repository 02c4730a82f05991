package dev.bildwerk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when a process is told to end while it draws. */
class StopTest {
    private static final int ENDED_BY_SIGTERM = 128 + 15;

    @TempDir
    Path folder;

    @Test
    void stopsBetweenStepsAndLeavesNoFile() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp", System.getProperty("java.class.path"),
                        AppleMain.class.getName(),
                        "generate", "a red apple", "--steps", "1000", "--threads", "1",
                        "--model", MiniatureModel.folder().toString(), "-o", folder.toString())
                .start();
        try (BufferedReader err = process.errorReader(UTF_8)) {
            assertThat(err.readLine()).isEqualTo("Drawing: 1000 steps");

            process.toHandle().destroy(); // The process's own method would close its streams.

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(err.lines().toList().getLast()).isEqualTo("bildwerk: stopped.");
        }
        assertThat(process.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
        assertThat(process.inputReader().readLine()).isNull();
        assertThat(filesLeft()).isZero();
    }

    private long filesLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
