package dev.bildwerk.diffusion.guide;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.ConfigFile;
import dev.bildwerk.diffusion.checkpoint.ControlNetConfigs;
import dev.bildwerk.diffusion.checkpoint.PartFiles;
import dev.bildwerk.diffusion.checkpoint.detect.ControlNetShapes;
import dev.bildwerk.diffusion.checkpoint.detect.FileKind.Layout;
import dev.bildwerk.diffusion.checkpoint.detect.Manifest;
import dev.bildwerk.diffusion.checkpoint.detect.T2IAdapterShapes;
import dev.bildwerk.diffusion.checkpoint.detect.UnknownShapeException;
import dev.bildwerk.diffusion.checkpoint.names.ControlNetNames;
import dev.bildwerk.diffusion.checkpoint.names.T2IAdapterNames;
import dev.bildwerk.diffusion.checkpoint.names.T2IAdapterNames.Rows;
import dev.bildwerk.diffusion.checkpoint.names.WeightNames;
import dev.bildwerk.diffusion.unet.ControlNetConfig;
import dev.bildwerk.diffusion.unet.T2IAdapterConfig;
import dev.bildwerk.diffusion.unet.UNetConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Finds what a guide's network is and whether it fits a model, from names and shapes alone. */
final class GuideFitting {
    private GuideFitting() {}

    /** @throws GuideException where it does not fit */
    static GuideFile of(GuideWeights weights, Checkpoint model) {
        return understood(weights, () -> switch (weights.kind().style()) {
            case CONTROLNET -> ofControlNet(weights, model);
            case T2I_ADAPTER -> ofAdapter(weights, model);
        });
    }

    private static GuideFile ofControlNet(GuideWeights weights, Checkpoint model) {
        WeightNames names = names(weights, model.unet());
        ControlNetShapes shapes = new ControlNetShapes(weights.manifest(), names, model.unet());
        if (!shapes.fits()) {
            throw otherFamily(weights, model);
        }
        ControlNetConfig config = shapes.read(model.vae().factor());
        ConfigFile file = weights.config();
        ControlNetConfig whole =
                file == null ? config.withPooled(weights.looksPooled()) : ControlNetConfigs.read(file, config);
        return new GuideFile.OfControlNet(
                weights.path(), new PartFiles(weights.source(), names), parameters(weights, names), whole);
    }

    private static WeightNames names(GuideWeights weights, UNetConfig unet) {
        if (weights.kind().layout() == Layout.DIFFUSERS) {
            return WeightNames.UNET;
        }
        Manifest file = weights.manifest();
        String prefix = file.hasBelow(ControlNetNames.PREFIX) ? ControlNetNames.PREFIX : "";
        long convolutions =
                file.below(prefix + "input_hint_block.").names().filter(name -> name.endsWith(".weight")).count();
        return new ControlNetNames(prefix, unet, (int) convolutions - 2);
    }

    private static GuideFile ofAdapter(GuideWeights weights, Checkpoint model) {
        Manifest file = weights.manifest();
        T2IAdapterConfig config = T2IAdapterShapes.read(file, model.vae().factor());
        List<Integer> wanted = new ArrayList<>(model.unet().blockOutChannels());
        if (config.kind() == T2IAdapterConfig.Kind.FULL_XL) {
            wanted.add(wanted.getLast());
        }
        if (!config.channels().equals(wanted)) {
            throw otherFamily(weights, model);
        }
        Rows rows = T2IAdapterShapes.isDiffusers(file)
                ? Rows.RESNETS
                : config.kind() == T2IAdapterConfig.Kind.LIGHT ? Rows.BODIES : Rows.ONE;
        WeightNames names = new T2IAdapterNames(T2IAdapterShapes.prefix(file), rows, config.resnets());
        return new GuideFile.OfAdapter(
                weights.path(), new PartFiles(weights.source(), names), parameters(weights, names), config);
    }

    private static long parameters(GuideWeights weights, WeightNames names) {
        return weights.manifest().tensors().entrySet().stream()
                .filter(tensor -> !names.mayBeLeft(tensor.getKey()))
                .mapToLong(tensor -> tensor.getValue().count())
                .sum();
    }

    private static GuideException otherFamily(GuideWeights weights, Checkpoint model) {
        return new GuideException(
                "guide.family",
                "%s is %s, which does not fit the model %s, %s: take one that was made for it."
                        .formatted(weights.path(), weights.kind().title(), model.path(), model.family().title()));
    }

    private static GuideFile understood(GuideWeights weights, Supplier<GuideFile> work) {
        try {
            return work.get();
        } catch (UnknownShapeException e) {
            throw new GuideException(
                    "guide.shape",
                    "%s looks like %s, but %s: the file is incomplete or of another model."
                            .formatted(weights.path(), weights.kind().title(), e.getMessage()));
        }
    }
}
