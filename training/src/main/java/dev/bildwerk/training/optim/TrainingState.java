package dev.bildwerk.training.optim;

import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import dev.bildwerk.engine.safetensors.SafetensorsWriter;
import dev.bildwerk.engine.safetensors.TensorData;
import dev.bildwerk.engine.safetensors.TensorEntry;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run needs to go on as if it had not stopped; all tensors are flat, fp32.
 *
 * @param steps optimizer steps taken
 * @param master the weights
 * @param average their moving average
 * @param first the optimizer's average of gradients
 * @param second the optimizer's average of squared gradients
 */
public record TrainingState(long steps, Tensor master, Tensor average, Tensor first, Tensor second) {

    /** Writes the state beside its place and renames it. */
    public void write(Path file) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("master", master);
        tensors.put("average", average);
        tensors.put("first", first);
        tensors.put("second", second);
        try (Scope scope = Scope.open()) {
            List<TensorData> data = new ArrayList<>();
            tensors.forEach((name, tensor) -> {
                Tensor plain = tensor.to(Device.CPU);
                data.add(new TensorData(name, plain.dtype(), List.of(plain.count()), plain.segment()));
            });
            SafetensorsWriter.write(file, data, Map.of("steps", Long.toString(steps)));
        }
    }

    /** Reads a state into the open scope. */
    public static TrainingState read(Path file) {
        try (SafetensorsFile source = SafetensorsFile.open(file)) {
            return new TrainingState(
                    Long.parseLong(source.metadata().get("steps")),
                    tensor(source, "master"),
                    tensor(source, "average"),
                    tensor(source, "first"),
                    tensor(source, "second"));
        }
    }

    private static Tensor tensor(SafetensorsFile source, String name) {
        TensorEntry entry = source.tensors().get(name);
        if (entry == null) {
            throw new IllegalArgumentException(
                    "%s is no training state: it has no tensor \"%s\".".formatted(source.path(), name));
        }
        Tensor tensor = Tensor.zeros(entry.dtype(), entry.shape().stream().mapToLong(Long::longValue).toArray());
        MemorySegment.copy(source.segment(entry), 0, tensor.segment(), 0, entry.end() - entry.begin());
        return tensor;
    }
}
