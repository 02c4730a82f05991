package dev.bildwerk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    @ParameterizedTest
    @ValueSource(strings = {"generate", "grid", "upscale", "models", "safety", "bench", "train"})
    void aCommandIsTheSameWhetherItIsDescribedAloneOrAmongAll(String command) {
        String alone = run(command, "--help");

        assertThat(alone).contains("bildwerk " + command);
        assertThat(run("help", command)).isEqualTo(alone);
        assertThat(run("--debug", command, "--help")).isEqualTo(alone);
        assertThat(run("--help")).contains("\n  " + command + " ");
    }

    @Test
    void saysInOneSentenceThatLibtorchCannotBeLoaded() throws Exception {
        String withoutNatives = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*(linux|macosx|windows)-[a-z0-9_]+\\.jar"))
                .collect(joining(File.pathSeparator));
        Path model = Path.of("").toAbsolutePath().resolveSibling("models").resolve("bildwerk-mini");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp", withoutNatives,
                        Main.class.getName(),
                        "generate", "a red apple", "--model", model.toString())
                .start();
        process.getOutputStream().close();
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.INTERNAL.code());
        // ArchUnit brings SLF4J to the tests, which speaks where JavaCPP looks for it; the program has none.
        assertThat(err.lines().filter(line -> !line.startsWith("SLF4J"))).singleElement().asString().startsWith("bildwerk: ");
        Path log = Path.of(err.replaceAll("(?s).*the log (.*\\.log)\\..*", "$1"));
        assertThat(log).content().contains("libtorch cannot be loaded");
        Files.delete(log);
    }

    private static String run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, UTF_8);
        assertThat(Main.run(print, print, AppleGuard::new, arguments)).isZero();
        return out.toString(UTF_8);
    }
}
