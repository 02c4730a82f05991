package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.adapter.AdapterUse;
import dev.bildwerk.diffusion.adapter.MergedAdapters;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.engine.Tensor;
import java.util.Collection;
import java.util.List;

/** The adapters that a model holds at the moment: pictures with the same ones follow each other without merging again. */
final class AdapterSlot implements AutoCloseable {
    private final LoadedModel model;
    private List<AdapterUse> wanted = List.of();
    private MergedAdapters merged;
    private boolean incomplete;

    AdapterSlot(LoadedModel model) {
        this.model = model;
    }

    /** @throws dev.bildwerk.diffusion.adapter.AdapterException where one does not fit; the model then holds none */
    void require(List<AdapterUse> uses) {
        if (uses.equals(wanted) && !incomplete) {
            return;
        }
        close();
        if (!uses.isEmpty()) {
            merged = MergedAdapters.into(model, uses);
        }
        wanted = List.copyOf(uses);
    }

    /** Looks at weights that are about to be freed: when they are read again, they hold no adapters. */
    void forget(Collection<Tensor> freed) {
        if (merged != null) {
            merged.forget(freed);
            incomplete = true;
        }
    }

    /** Takes all out. */
    @Override
    public void close() {
        wanted = List.of();
        incomplete = false;
        if (merged != null) {
            merged.close();
            merged = null;
        }
    }
}
