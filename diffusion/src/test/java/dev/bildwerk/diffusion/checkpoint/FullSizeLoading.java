package dev.bildwerk.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a full-size Stable Diffusion 1.5 of random weights takes to load from one file of 2.1 GB, and what it needs. Not a part
 * of the suite, for times belong to a machine; on Linux:
 *
 * <pre>{@code mvn -pl diffusion -am test -Dtest=FullSizeLoading -Dsurefire.failIfNoSpecifiedTests=false}</pre>
 */
class FullSizeLoading {
    @TempDir
    Path folder;

    @Test
    void opensAndLoadsFromOneFile() throws IOException {
        Path file = FullSize.write(folder.resolve("v1-5.safetensors"), "sd1");
        LoadedModel.read(Checkpoint.open(MiniatureModels.folder("sd1")), placement()).close(); // libtorch is there now.
        long before = status("RssAnon");

        long start = System.nanoTime();
        Checkpoint checkpoint = Checkpoint.open(file);
        double opened = seconds(start);
        start = System.nanoTime();
        long processor = processorTime();
        try (LoadedModel model = LoadedModel.read(checkpoint, placement())) {
            System.out.printf(
                    Locale.ROOT,
                    "Opened in %.2f s, loaded as BF16 in %.2f s (%.2f s of processor time); "
                            + "%.2f GB of memory beyond the mapped file, %.2f GB with it at most.%n",
                    opened,
                    seconds(start),
                    (processorTime() - processor) / 1e9,
                    (status("RssAnon") - before) / 1e9,
                    status("VmHWM") / 1e9);
            assertThat(model.unet().weights().loaded()).hasSize(686);
        }
    }

    private static Placement placement() {
        return new Placement(Device.CPU, DType.BF16);
    }

    /** A line of this process's status, in bytes. */
    private static long status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow();
    }

    /** Of all threads, in nanoseconds; what else runs on the machine matters less to it. */
    private static long processorTime() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
