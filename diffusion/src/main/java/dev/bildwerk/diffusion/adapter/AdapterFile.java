package dev.bildwerk.diffusion.adapter;

import dev.bildwerk.diffusion.adapter.AdapterEntry.Role;
import dev.bildwerk.diffusion.checkpoint.PickledFile;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import dev.bildwerk.engine.safetensors.TensorEntry;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An adapter's file, mapped and not read: each tensor is read when its weight's turn comes. */
final class AdapterFile implements AutoCloseable {
    private static final int MOST_RANK_PRODUCT_DIMENSIONS = 4;

    /** What changes no weight by itself. */
    private static final Set<Role> BESIDE = EnumSet.of(Role.BIAS_DIFFERENCE, Role.ALPHA);

    private final SafetensorsFile file;
    private final Map<String, Map<Role, TensorEntry>> modules = new LinkedHashMap<>();

    private AdapterFile(SafetensorsFile file) {
        this.file = file;
        List<TensorEntry> others = new ArrayList<>();
        for (TensorEntry entry : file.entries()) {
            AdapterEntry.of(entry.name())
                    .ifPresentOrElse(parsed -> add(parsed.module(), parsed.role(), entry), () -> others.add(entry));
        }
        Map<String, String> scaled = new LinkedHashMap<>();
        modules.forEach((module, roles) -> {
            if (roles.containsKey(Role.ON_INPUT)) {
                scaled.put(AdapterEntry.scalesOf(module), module);
            }
        });
        for (TensorEntry entry : others) {
            String module = scaled.get(entry.name());
            if (module == null) {
                throw new AdapterException(
                        "adapter.unknown",
                        ("%s: the tensor %s is of no kind of adapter that can be read: LoRA, LoCon, LoHa, LoKr, DoRA, "
                                        + "GLoRA, (IA)^3 and whole differences are.")
                                .formatted(file.path(), entry.name()));
            }
            add(module, Role.SCALES, entry);
        }
    }

    private void add(String module, Role role, TensorEntry entry) {
        modules.computeIfAbsent(module, key -> new EnumMap<>(Role.class)).put(role, entry);
    }

    /**
     * @throws AdapterException where it holds something else
     * @throws dev.bildwerk.diffusion.checkpoint.CheckpointException where it is a pickled file
     * @throws dev.bildwerk.engine.safetensors.SafetensorsException where the file is not whole
     */
    static AdapterFile open(Path path) {
        PickledFile.refuse(path);
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
        return !BESIDE.containsAll(modules.get(module).keySet());
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
        Tensor alpha = optional(module, Role.ALPHA);
        return new WeightChange(
                factors(module, modules.get(module).keySet()),
                alpha == null ? Double.NaN : alpha.mean().item(),
                optional(module, Role.MAGNITUDE));
    }

    private Factors factors(String module, Set<Role> roles) {
        if (roles.contains(Role.FIRST_LEFT)) {
            return new Factors.Hadamard(
                    tensor(module, Role.FIRST_LEFT),
                    tensor(module, Role.FIRST_RIGHT),
                    optional(module, Role.FIRST_CORE),
                    tensor(module, Role.SECOND_LEFT),
                    tensor(module, Role.SECOND_RIGHT),
                    optional(module, Role.SECOND_CORE));
        }
        if (roles.contains(Role.KRONECKER_SECOND) || roles.contains(Role.KRONECKER_SECOND_LEFT)) {
            return kronecker(module);
        }
        if (roles.contains(Role.A1)) {
            return new Factors.Generalized(
                    tensor(module, Role.A1), tensor(module, Role.A2), tensor(module, Role.B1), tensor(module, Role.B2));
        }
        if (roles.contains(Role.ON_INPUT)) {
            return new Factors.Scaling(tensor(module, Role.SCALES), isOn(modules.get(module).get(Role.ON_INPUT)));
        }
        if (roles.contains(Role.DIFFERENCE)) {
            return new Factors.Difference(tensor(module, Role.DIFFERENCE));
        }
        return new Factors.LowRank(tensor(module, Role.DOWN), tensor(module, Role.UP), optional(module, Role.MIDDLE));
    }

    private Factors kronecker(String module) {
        Tensor first = optional(module, Role.KRONECKER_FIRST);
        Tensor second = optional(module, Role.KRONECKER_SECOND);
        long rank = 0;
        if (first == null) {
            Tensor right = tensor(module, Role.KRONECKER_FIRST_RIGHT);
            first = tensor(module, Role.KRONECKER_FIRST_LEFT).matmul(right);
            rank = right.size(0);
        }
        if (second == null) {
            Tensor right = tensor(module, Role.KRONECKER_SECOND_RIGHT);
            second = Factors.around(
                    tensor(module, Role.KRONECKER_SECOND_LEFT), right, optional(module, Role.KRONECKER_SECOND_CORE));
            rank = right.size(0);
        }
        return new Factors.Kronecker(first, second, rank);
    }

    /** A flag in whatever number format: any bit says yes. */
    private boolean isOn(TensorEntry flag) {
        MemorySegment bytes = file.segment(flag);
        for (long i = 0; i < Math.min(bytes.byteSize(), Double.BYTES); i++) {
            if (bytes.get(ValueLayout.JAVA_BYTE, i) != 0) {
                return true;
            }
        }
        return false;
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
