package dev.bildwerk.cli.bench;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Weights;
import dev.bildwerk.engine.safetensors.SafetensorsWriter;
import dev.bildwerk.engine.safetensors.TensorData;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Writes a file of random weights in fp16, as checkpoints have them. Speed does not depend on what weights say, as long as they
 * are neither zeros nor too small or large for their format.
 */
final class RandomWeights {
    private static final double BOUND = 0.05;

    private RandomWeights() {}

    /** @param build makes the part from its weights; it is not used */
    static void write(Path file, Consumer<Weights> build) {
        Map<String, List<Long>> shapes = WeightList.of(build);
        long largest = shapes.values().stream().mapToLong(RandomWeights::count).max().orElse(0);
        SplittableRandom random = new SplittableRandom(1);
        short[] values = new short[Math.toIntExact(largest)];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.floatToFloat16((float) random.nextDouble(-BOUND, BOUND));
        }
        MemorySegment numbers = MemorySegment.ofArray(values);
        List<TensorData> tensors = shapes.entrySet().stream()
                .map(weight -> new TensorData(
                        weight.getKey(),
                        DType.F16,
                        weight.getValue(),
                        numbers.asSlice(0, DType.F16.bytes() * count(weight.getValue()))))
                .toList();
        SafetensorsWriter.write(file, tensors, Map.of());
    }

    private static long count(List<Long> shape) {
        return shape.stream().reduce(1L, (a, b) -> a * b);
    }
}
