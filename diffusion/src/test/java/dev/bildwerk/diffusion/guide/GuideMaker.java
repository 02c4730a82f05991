package dev.bildwerk.diffusion.guide;

import dev.bildwerk.diffusion.checkpoint.names.WeightNames;
import dev.bildwerk.diffusion.parity.Family;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.parity.PatternedWeights;
import dev.bildwerk.diffusion.unet.ControlNet;
import dev.bildwerk.diffusion.unet.ControlNetConfig;
import dev.bildwerk.diffusion.unet.T2IAdapter;
import dev.bildwerk.diffusion.unet.T2IAdapterConfig;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import dev.bildwerk.engine.safetensors.SafetensorsWriter;
import dev.bildwerk.engine.safetensors.TensorData;
import dev.bildwerk.engine.safetensors.TensorEntry;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes files of ControlNets and T2I-Adapters for the miniature models: the networks of
 * {@code reference/bildwerk_reference/guides.py}.
 */
public final class GuideMaker {
    private static final List<Integer> HINT_CHANNELS = List.of(4, 8, 8);

    private GuideMaker() {}

    /** A ControlNet whose encoder is the family's. */
    public static List<TensorData> controlNet(Family family, String seed, WeightNames names) {
        List<TensorData> tensors = new ArrayList<>();
        PatternedWeights own = new PatternedWeights(seed);
        Path unet = FixtureFile.path(family.folder() + "unet/diffusion_pytorch_model.safetensors");
        try (SafetensorsFile file = SafetensorsFile.open(unet)) {
            asked(weights -> new ControlNet(weights, config(family))).forEach((key, shape) -> {
                String name = names.of(key).getFirst().name();
                tensors.add(key.startsWith("controlnet_") ? own.data(key, name, shape) : copy(file, key, name));
            });
        }
        return tensors;
    }

    public static ControlNetConfig config(Family family) {
        return ControlNetConfig.of(family.unet(), HINT_CHANNELS);
    }

    public static List<TensorData> adapter(T2IAdapterConfig config, String seed, WeightNames names) {
        List<TensorData> tensors = new ArrayList<>();
        PatternedWeights own = new PatternedWeights(seed);
        asked(weights -> new T2IAdapter(weights, config))
                .forEach((key, shape) -> tensors.add(own.data(key, names.of(key).getFirst().name(), shape)));
        return tensors;
    }

    public static Path write(Path path, List<TensorData> tensors) {
        SafetensorsWriter.write(path, tensors, Map.of());
        return path;
    }

    /** What a network asks for while it is built. */
    static Map<String, long[]> asked(Consumer<Weights> build) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        try (Scope scope = Scope.open()) {
            build.accept(new Weights() {
                @Override
                public Tensor get(String key, Init init, long... shape) {
                    shapes.put(key, shape);
                    return Tensor.zeros(DType.F32, 1);
                }
            });
        }
        return shapes;
    }

    private static TensorData copy(SafetensorsFile file, String key, String name) {
        TensorEntry entry = file.tensors().get(key);
        byte[] bytes = file.segment(entry).toArray(ValueLayout.JAVA_BYTE);
        return new TensorData(name, entry.dtype(), entry.shape(), MemorySegment.ofArray(bytes));
    }
}
