package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.guide.GuideFile;
import dev.bildwerk.diffusion.guide.GuideNetwork;
import dev.bildwerk.diffusion.guide.GuideUse;
import dev.bildwerk.engine.FreedMemory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The guides' networks that stand beside a model at the moment: pictures with the same ones follow each other without
 * reading them again.
 */
final class GuideSlot implements AutoCloseable {
    private final LoadedModel model;
    private final Map<Path, Held> held = new LinkedHashMap<>();

    /** @param file that the network was read from */
    private record Held(GuideFile file, GuideNetwork network) {}

    GuideSlot(LoadedModel model) {
        this.model = model;
    }

    /**
     * Has what these need, and nothing else.
     *
     * @return the network of each
     * @throws dev.bildwerk.diffusion.guide.GuideException where one is for another model, or no such network
     * @throws dev.bildwerk.engine.EngineException with code {@code engine.memory} where they do not fit the machine
     *     together
     */
    List<GuideNetwork> networks(List<GuideUse> uses) {
        List<Path> wanted = uses.stream().map(GuideUse::file).distinct().toList();
        freeAllBut(wanted);
        List<GuideFile> missing = wanted.stream()
                .filter(path -> !held.containsKey(path))
                .map(path -> GuideFile.open(path, model.checkpoint()))
                .toList();
        if (!missing.isEmpty()) {
            List<GuideFile> all = new ArrayList<>(missing);
            held.values().forEach(one -> all.add(one.file()));
            MemoryLimits.requireRoom(model, all);
        }
        for (GuideFile file : missing) {
            GuideNetwork network = MemoryLimits.explained(
                    "The ControlNet %s".formatted(file.path()), () -> file.read(model.placement().withoutInt8()));
            held.put(file.path(), new Held(file, network));
        }
        return uses.stream().map(use -> held.get(use.file()).network()).toList();
    }

    private void freeAllBut(List<Path> wanted) {
        List<Path> others = held.keySet().stream().filter(path -> !wanted.contains(path)).toList();
        others.forEach(path -> held.remove(path).network().close());
        if (!others.isEmpty()) {
            FreedMemory.giveBack();
        }
    }

    @Override
    public void close() {
        freeAllBut(List.of());
    }
}
