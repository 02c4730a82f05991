package dev.bildwerk.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.checkpoint.FullSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How much memory models of full size and random weights take, each in a process of its own, as Linux counts it. Not a part of
 * the suite, for it takes gigabytes and minutes; on Linux:
 *
 * <pre>{@code mvn -pl diffusion -am test -Dtest=FullSizeMemory -Dsurefire.failIfNoSpecifiedTests=false}</pre>
 */
class FullSizeMemory {
    @TempDir
    Path folder;

    @Test
    void stableDiffusion15DrawsWithin3200Megabytes() throws IOException, InterruptedException {
        Path file = FullSize.write(folder.resolve("v1-5.safetensors"), "sd1");
        Map<String, Double> full = run("draw", file, "512", "full", "auto", "no");
        Map<String, Double> half = run("draw", file, "512", "stored", "auto", "no");
        Map<String, Double> low = run("draw", file, "512", "stored", "auto", "low");
        assertThat(half.get("peak")).isLessThan(3.2e9);
        assertThat(half.get("picture")).isEqualTo(full.get("picture")).isEqualTo(low.get("picture"));
    }

    @Test
    void stableDiffusionXlDrawsWithin10Gigabytes() throws IOException, InterruptedException {
        Path file = FullSize.write(folder.resolve("xl.safetensors"), "sdxl");
        assertThat(run("draw", file, "1024", "stored", "auto", "no").get("peak")).isLessThan(10e9);
    }

    @Test
    void theAutoencoderDecodes1024PixelsWithin1200Megabytes() throws IOException, InterruptedException {
        Path file = FullSize.write(folder.resolve("v1-5.safetensors"), "sd1");
        run("decode", file, "512", "full", "off", "no");
        Map<String, Double> small = run("decode", file, "512", "full", "on", "no");
        Map<String, Double> decoding = run("decode", file, "1024", "full", "on", "no");
        Map<String, Double> encoding = run("encode", file, "1024", "full", "on", "no");

        assertThat(small.get("beyond")).isLessThan(0.74e9);
        assertThat(decoding.get("beyond")).isLessThan(1.2e9);
        assertThat(encoding.get("beyond")).isLessThan(1.2e9);
        for (Map<String, Double> run : List.of(small, decoding, encoding)) {
            assertThat(run.get("beyond") / run.get("foreseen")).isBetween(0.85, 1.15);
        }
    }

    @Test
    void whatHalfTheSizeCostsAtEveryStep() throws IOException, InterruptedException {
        run("steps", FullSize.write(folder.resolve("v1-5.safetensors"), "sd1"), "512", "stored", "auto", "no");
    }

    private static Map<String, Double> run(String what, Path file, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                FullSizeMemoryRun.class.getName(),
                what,
                file.toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("memory", ".txt");
        try {
            int code = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start()
                    .waitFor();
            String said = Files.readString(out);
            System.out.println(String.join(" ", arguments) + " -> " + said);
            assertThat(code).as(said).isZero();
            Map<String, Double> figures = new HashMap<>();
            said.lines().map(line -> line.split(" ")).filter(words -> words.length == 2).forEach(words ->
                    figures.put(words[0], Double.valueOf(words[1])));
            return figures;
        } finally {
            Files.delete(out);
        }
    }
}
