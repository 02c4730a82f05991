package dev.bildwerk.cli.bench;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Which weights a part of a model asks for, and in which shapes. */
final class WeightList implements Weights {
    private final Map<String, List<Long>> shapes = new LinkedHashMap<>();

    private WeightList() {}

    /** @param build makes the part, which is not used */
    static Map<String, List<Long>> of(Consumer<Weights> build) {
        WeightList list = new WeightList();
        try (Scope scope = Scope.open()) {
            build.accept(list);
        }
        return list.shapes;
    }

    /** One zero that looks like the whole weight, for not even SDXL's weights may take memory here. */
    @Override
    public Tensor get(String key, Init init, long... shape) {
        shapes.put(key, Arrays.stream(shape).boxed().toList());
        return Tensor.zeros(DType.F32, 1).expand(shape);
    }
}
