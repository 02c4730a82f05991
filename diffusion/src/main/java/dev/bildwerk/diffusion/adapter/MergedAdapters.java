package dev.bildwerk.diffusion.adapter;

import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.WeightStorage;
import dev.bildwerk.diffusion.checkpoint.names.UNetPaths;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adapters merged into a model's weights: drawing costs nothing more, and {@link #close} puts back every weight as it
 * was, to the last bit. While it is open the model draws with them, in all threads.
 *
 * <p>Opening and closing write into the weights: nothing else may use the model meanwhile, on any thread.
 */
public final class MergedAdapters implements AutoCloseable {
    private final Map<Tensor, Tensor> originals = new LinkedHashMap<>();
    private final List<String> unplaced = new ArrayList<>();

    private MergedAdapters() {}

    /** One adapter's part in one weight. */
    private record Share(AdapterFile file, String module, boolean bias, double strength) {
        WeightChange change() {
            return bias ? file.bias(module) : file.weight(module);
        }
    }

    /**
     * Merges adapters, in their order. Each weight is changed by all of them in F32 and then rounded once.
     *
     * @throws AdapterException where one is damaged or made for another family, or the model's weights are in eight bits; the
     *     model is then as it was
     * @throws dev.bildwerk.engine.safetensors.SafetensorsException where a file is not whole
     */
    public static MergedAdapters into(LoadedModel model, List<AdapterUse> uses) {
        requireWideWeights(model, uses);
        MergedAdapters merged = new MergedAdapters();
        List<AdapterFile> files = new ArrayList<>();
        try (Autograd off = Autograd.off()) {
            Map<AdapterTarget, List<Share>> shares = new LinkedHashMap<>();
            ModuleNames names = names(model);
            for (AdapterUse use : uses) {
                AdapterFile file = AdapterFile.open(use.file());
                files.add(file);
                merged.place(file, use, names, shares);
            }
            Map<AdapterPart, Map<String, Tensor>> weights = weights(model);
            shares.forEach((target, of) -> merged.change(
                    target, weights.get(target.part()).get(target.key()), of));
            return merged;
        } catch (RuntimeException | Error e) {
            merged.close();
            throw e;
        } finally {
            files.forEach(AdapterFile::close);
        }
    }

    private static void requireWideWeights(LoadedModel model, List<AdapterUse> uses) {
        if (model.placement().storage() == WeightStorage.INT8 && !uses.isEmpty()) {
            throw new AdapterException(
                    "adapter.int8",
                    ("%s: an adapter changes the denoiser's weights in their own number format, and with int8 they are kept "
                                    + "in eight bits: draw with another precision, such as fp32.")
                            .formatted(uses.getFirst().file()));
        }
    }

    /** Modules of the files that this model does not have, in places where most others fit. */
    public List<String> unplaced() {
        return List.copyOf(unplaced);
    }

    private void place(
            AdapterFile file, AdapterUse use, ModuleNames names, Map<AdapterTarget, List<Share>> shares) {
        List<String> without = new ArrayList<>();
        for (String module : file.modules()) {
            Optional<AdapterTarget> found = names.find(module);
            if (found.isEmpty()) {
                without.add(module);
                continue;
            }
            AdapterTarget target = found.get();
            double strength = target.part() == AdapterPart.UNET ? use.unetStrength() : use.textStrength();
            if (file.changesWeight(module)) {
                shares.computeIfAbsent(target, key -> new ArrayList<>()).add(new Share(file, module, false, strength));
            }
            if (file.changesBias(module)) {
                AdapterTarget bias = new AdapterTarget(target.part(), target.key().replaceFirst("weight$", "bias"));
                shares.computeIfAbsent(bias, key -> new ArrayList<>()).add(new Share(file, module, true, strength));
            }
        }
        if (without.size() * 2 > file.modules().size()) {
            throw new AdapterException(
                    "adapter.other-model",
                    ("%s: %,d of the %,d weights that it changes are not in this model, such as %s: it is for another "
                                    + "family.")
                            .formatted(file.path(), without.size(), file.modules().size(), without.getFirst()));
        }
        unplaced.addAll(without);
    }

    private void change(AdapterTarget target, Tensor weight, List<Share> shares) {
        Share first = shares.getFirst();
        if (weight == null) {
            throw new AdapterException(
                    "adapter.other-model",
                    "%s: it changes %s, which this model does not have.".formatted(first.file().path(), target.key()));
        }
        try (Scope scope = Scope.open()) {
            Tensor changed = weight.to(Device.CPU).to(DType.F32);
            for (Share share : shares) {
                changed = changed(changed, share, target);
            }
            originals.put(weight, Scope.release(weight.copy()));
            weight.copyInPlace(changed.to(weight.device()));
        }
    }

    private static Tensor changed(Tensor weight, Share share, AdapterTarget target) {
        Tensor changed;
        try {
            changed = share.change().apply(weight, share.strength(), target.key());
        } catch (AdapterException e) {
            throw e.code().equals("adapter.shape")
                    ? new AdapterException(e.code(), "%s: %s.".formatted(share.file().path(), e.getMessage()))
                    : e;
        } catch (RuntimeException e) {
            // libtorch's word for factors whose shapes do not go together.
            throw new AdapterException(
                    "adapter.shape",
                    "%s: the factors of its change of %s do not fit each other: the file is damaged."
                            .formatted(share.file().path(), target.key()));
        }
        if (!changed.isFinite()) {
            throw new AdapterException(
                    "adapter.not-finite",
                    "%s: its change of %s has no finite numbers: the file is damaged."
                            .formatted(share.file().path(), target.key()));
        }
        return changed;
    }

    private static ModuleNames names(LoadedModel model) {
        ModuleNames names = new ModuleNames();
        weights(model).forEach((part, weights) -> names.add(
                part,
                weights.keySet(),
                part == AdapterPart.UNET ? Optional.of(UNetPaths.of(model.checkpoint().unet())) : Optional.empty()));
        return names;
    }

    private static Map<AdapterPart, Map<String, Tensor>> weights(LoadedModel model) {
        Map<AdapterPart, Map<String, Tensor>> weights = new LinkedHashMap<>();
        weights.put(AdapterPart.UNET, model.unet().weights().loaded());
        weights.put(AdapterPart.TEXT, model.texts().getFirst().encoder().weights().loaded());
        if (model.texts().size() > 1) {
            weights.put(AdapterPart.SECOND_TEXT, model.texts().get(1).encoder().weights().loaded());
        }
        return weights;
    }

    /** Lets go of weights that are freed: there is nothing left to put back. */
    public void forget(Collection<Tensor> freed) {
        for (Tensor weight : freed) {
            Tensor original = originals.remove(weight);
            if (original != null) {
                original.close();
            }
        }
    }

    /** Puts every weight back. */
    @Override
    public void close() {
        try (Autograd off = Autograd.off()) {
            originals.forEach((weight, original) -> {
                weight.copyInPlace(original);
                original.close();
            });
        }
        originals.clear();
    }
}
