package dev.bildwerk.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native memory is given back when a picture is drawn, an adapter is taken out, or a model is closed. */
class MemoryTest {
    /**
     * Five pictures with each, with adapters, a learned word, a ControlNet and a refiner, and one that is cancelled. The
     * first are for warming up.
     */
    private static final List<String> MODELS = List.of("10", "10", "30");

    @TempDir
    Path folder;

    @Test
    void fiftyPicturesAndTenModelsLaterResidentMemoryIsWhatItWas() throws IOException, InterruptedException {
        // A heap, a code cache and an allocator that do not grow by themselves leave what the library holds.
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                // The garbage collector frees nothing native, so that what is not closed stays.
                "-Dorg.bytedeco.javacpp.nopointergc=true",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+AlwaysPreTouch",
                "-Xms96m",
                "-Xmx96m",
                "-cp",
                System.getProperty("java.class.path"),
                MemoryRun.class.getName(),
                folder.toString()));
        command.addAll(MODELS);
        ProcessBuilder java = new ProcessBuilder(command);
        java.environment().put("MALLOC_ARENA_MAX", "1");
        java.environment().put("OMP_NUM_THREADS", "1");
        Path out = folder.resolve("out");
        Process process = java.redirectErrorStream(true).redirectOutput(out.toFile()).start();

        assertThat(process.waitFor()).as(() -> read(out)).isZero();

        List<Long> resident = read(out).lines().map(Long::valueOf).toList();
        assertThat(resident).hasSize(MODELS.size());
        assertThat(resident).allSatisfy(bytes ->
                assertThat((double) bytes / resident.getFirst()).as("%s", resident).isLessThan(1.05));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
