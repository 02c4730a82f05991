package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.safetensors.SafetensorsWriter;
import dev.bildwerk.engine.safetensors.TensorData;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Checkpoints of full size, for tests in other packages. */
public final class FullSize {
    private FullSize() {}

    /**
     * One without weights.
     *
     * @param family one of {@link ManifestFile#NAMES}
     */
    public static Checkpoint checkpoint(String family) {
        return KeyMapTest.model(ManifestFile.read(family));
    }

    /**
     * One of random weights in F16, in one file of gigabytes.
     *
     * @param family one of {@link ManifestFile#NAMES}
     */
    public static Path write(Path file, String family) {
        Map<String, ManifestFile.Line> lines = ManifestFile.read(family).lines();
        long largest = lines.values().stream().mapToLong(line -> count(line.shape())).max().orElseThrow();
        SplittableRandom random = new SplittableRandom(1);
        short[] values = new short[Math.toIntExact(largest)];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.floatToFloat16((float) random.nextDouble(-0.05, 0.05));
        }
        MemorySegment numbers = MemorySegment.ofArray(values);
        List<TensorData> tensors = lines.entrySet().stream()
                .map(line -> {
                    List<Long> shape = line.getValue().shape();
                    MemorySegment data = numbers.asSlice(0, DType.F16.bytes() * count(shape));
                    return new TensorData(line.getKey(), DType.F16, shape, data);
                })
                .toList();
        SafetensorsWriter.write(file, tensors, Map.of());
        return file;
    }

    private static long count(List<Long> shape) {
        return shape.stream().reduce(1L, (a, b) -> a * b);
    }
}
