package dev.bildwerk.diffusion.adapter;

import dev.bildwerk.diffusion.adapter.AdapterEntry.Role;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import dev.bildwerk.engine.safetensors.TensorEntry;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** An adapter's file, mapped and not read: each tensor is read when its weight's turn comes. */
final class AdapterFile implements AutoCloseable {
    private static final int MOST_RANK_PRODUCT_DIMENSIONS = 4;

    private final SafetensorsFile file;
    private final Map<String, Map<Role, TensorEntry>> modules = new LinkedHashMap<>();

    private AdapterFile(SafetensorsFile file) {
        this.file = file;
        for (TensorEntry entry : file.entries()) {
            AdapterEntry parsed = AdapterEntry.of(entry.name())
                    .orElseThrow(() -> new AdapterException(
                            "adapter.unknown",
                            "%s: the tensor %s is of no kind of adapter that can be read: LoRA, LoCon, LoHa and DoRA are."
                                    .formatted(file.path(), entry.name())));
            modules.computeIfAbsent(parsed.module(), module -> new EnumMap<>(Role.class))
                    .put(parsed.role(), entry);
        }
    }

    /**
     * @throws AdapterException where it holds something else
     * @throws dev.bildwerk.engine.safetensors.SafetensorsException where the file is not whole
     */
    static AdapterFile open(Path path) {
        SafetensorsFile file = SafetensorsFile.open(path);
        try {
            return new AdapterFile(file);
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    Path path() {
        return file.path();
    }

    /** As the file writes them. */
    Set<String> modules() {
        return modules.keySet();
    }

    boolean changesWeight(String module) {
        Map<Role, TensorEntry> parts = modules.get(module);
        return parts.keySet().stream().anyMatch(role -> role != Role.BIAS_DIFFERENCE && role != Role.ALPHA);
    }

    boolean changesBias(String module) {
        return modules.get(module).containsKey(Role.BIAS_DIFFERENCE);
    }

    /** The change of a module's bias, in the open scope. */
    WeightChange bias(String module) {
        return new WeightChange(new Factors.Difference(tensor(module, Role.BIAS_DIFFERENCE)), Double.NaN, null);
    }

    /** The change of a module's weight, in the open scope. */
    WeightChange weight(String module) {
        Map<Role, TensorEntry> parts = modules.get(module);
        Factors factors;
        if (parts.containsKey(Role.FIRST_LEFT)) {
            factors = new Factors.Hadamard(
                    tensor(module, Role.FIRST_LEFT),
                    tensor(module, Role.FIRST_RIGHT),
                    optional(module, Role.FIRST_CORE),
                    tensor(module, Role.SECOND_LEFT),
                    tensor(module, Role.SECOND_RIGHT),
                    optional(module, Role.SECOND_CORE));
        } else if (parts.containsKey(Role.DIFFERENCE)) {
            factors = new Factors.Difference(tensor(module, Role.DIFFERENCE));
        } else {
            factors = new Factors.LowRank(
                    tensor(module, Role.DOWN), tensor(module, Role.UP), optional(module, Role.MIDDLE));
        }
        Tensor alpha = optional(module, Role.ALPHA);
        return new WeightChange(
                factors, alpha == null ? Double.NaN : alpha.mean().item(), optional(module, Role.MAGNITUDE));
    }

    private Tensor tensor(String module, Role role) {
        Tensor tensor = optional(module, role);
        if (tensor == null) {
            throw new AdapterException(
                    "adapter.incomplete",
                    "%s: of %s one of the factors is missing: the file is damaged.".formatted(file.path(), module));
        }
        return tensor;
    }

    private Tensor optional(String module, Role role) {
        TensorEntry entry = modules.get(module).get(role);
        if (entry == null) {
            return null;
        }
        if (!entry.dtype().isFloatingPoint() || entry.dimensions().length > MOST_RANK_PRODUCT_DIMENSIONS) {
            throw new AdapterException(
                    "adapter.format",
                    "%s: the tensor %s is stored as %s %s, which no adapter has: the file is damaged."
                            .formatted(file.path(), entry.name(), entry.dtype(), entry.shape()));
        }
        return Tensor.over(file.segment(entry), entry.dtype(), entry.dimensions()).copyTo(Device.CPU, DType.F32, false);
    }

    @Override
    public void close() {
        file.close();
    }
}
