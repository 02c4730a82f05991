package dev.bildwerk.benchmarks;

import dev.bildwerk.diffusion.unet.AddedConditions;
import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.diffusion.unet.UNetConfig;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import dev.bildwerk.engine.safetensors.SafetensorsWriter;
import dev.bildwerk.engine.safetensors.TensorData;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;

/**
 * Opening a file with the tensors of Stable Diffusion 1.5's UNet: reading, parsing and checking its header, and mapping it. Each
 * tensor has its name and its number of dimensions there, and one value, for the data are not read.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SafetensorsBench extends Bench {
    private static final UNetConfig STABLE_DIFFUSION_15 = new UNetConfig(
            64,
            4,
            4,
            List.of(320, 640, 1280, 1280),
            List.of(true, true, true, false),
            2,
            List.of(1, 1, 1, 1),
            List.of(8, 8, 8, 8),
            768,
            false,
            32,
            1e-5,
            false,
            true,
            0,
            new AddedConditions.None());

    private Path file;

    @Setup
    public void make() throws IOException {
        List<TensorData> tensors = new ArrayList<>();
        try (Scope scope = Scope.open()) {
            new UNet(
                    (key, init, shape) -> {
                        tensors.add(oneValue(key, shape.length));
                        return Tensor.zeros(DType.F32, 1).expand(shape);
                    },
                    STABLE_DIFFUSION_15);
        }
        file = Files.createTempFile("bench", ".safetensors");
        kept(() -> Files.deleteIfExists(file));
        SafetensorsWriter.write(file, tensors, Map.of("format", "pt"));
    }

    private static TensorData oneValue(String key, int dimensions) {
        return new TensorData(
                key, DType.F16, Collections.nCopies(dimensions, 1L), MemorySegment.ofArray(new short[] {0}));
    }

    @Benchmark
    public int open() {
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            return opened.entries().size();
        }
    }
}
