package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.checkpoint.detect.FileKind;
import dev.bildwerk.diffusion.checkpoint.detect.FileKinds;
import dev.bildwerk.diffusion.checkpoint.detect.Manifest;
import dev.bildwerk.diffusion.checkpoint.detect.OneFileModels;
import dev.bildwerk.diffusion.checkpoint.names.UNetPaths;
import dev.bildwerk.diffusion.checkpoint.names.VaePaths;
import dev.bildwerk.diffusion.checkpoint.names.ModulePaths;
import dev.bildwerk.diffusion.checkpoint.names.OpenClipPaths;
import dev.bildwerk.diffusion.text.ClipTextConfig;
import dev.bildwerk.diffusion.unet.UNetConfig;
import dev.bildwerk.diffusion.vae.VaeConfig;
import dev.bildwerk.engine.DType;
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

/** A miniature model written as one file, as CompVis or Stability would have written it. */
public final class OneFileModel {
    private OneFileModel() {}

    /** Writes a miniature's weights into one file, in the number format that they have. */
    public static Path write(String name, Path target) {
        return write(tensors(name), target);
    }

    public static Path write(Map<String, TensorData> tensors, Path target) {
        SafetensorsWriter.write(target, tensors.values(), Map.of());
        return target;
    }

    /** A miniature's tensors with the names and shapes of one file. */
    public static Map<String, TensorData> tensors(String name) {
        Checkpoint folder = Checkpoint.open(MiniatureModels.folder(name));
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        rename(read(folder.unetFiles()), UNetPaths.of(folder.unet()), "model.diffusion_model.", tensors);
        List<TensorData> vae = read(folder.vaeFiles()).stream()
                .map(tensor -> tensor.name().matches(".*attentions.*to_.*weight") ? convolution(tensor) : tensor)
                .toList();
        rename(vae, VaePaths.of(folder.vae()), "first_stage_model.", tensors);
        boolean xl = folder.textParts().size() == 2;
        for (int i = 0; i < folder.textParts().size(); i++) {
            TextPart text = folder.textParts().get(i);
            List<TensorData> own = read(text.files());
            if (text.config().activation() == ClipTextConfig.Activation.GELU) {
                String prefix = xl ? "conditioner.embedders.1.model." : "cond_stage_model.model.";
                openClip(own, text.config(), prefix, tensors);
                if (!xl) {
                    copyLastLayer(text.config(), tensors);
                }
            } else {
                String prefix = xl ? "conditioner.embedders.0.transformer." : "cond_stage_model.transformer.";
                own.forEach(tensor -> put(tensors, named(tensor, prefix + tensor.name())));
            }
        }
        put(tensors, new TensorData(
                "alphas_cumprod", DType.F32, List.of(1000L), MemorySegment.ofArray(new float[1000])));
        return tensors;
    }

    /**
     * Opens such a file. What shapes do not show (heads, groups) and the tokenizer are the miniature's own, for its
     * numbers are smaller than those of all official models.
     */
    public static Checkpoint open(String name, Path file, CheckpointOptions options) {
        Checkpoint folder = Checkpoint.open(MiniatureModels.folder(name));
        WeightSource source = WeightSource.of(file);
        try (OpenedWeights opened = source.open()) {
            Manifest manifest = opened.manifest();
            FileKind.Model model =
                    (FileKind.Model) FileKinds.of(manifest, FileHints.of(file, options.prediction()));
            OneFileModels.Configs seen = OneFileModels.configs(manifest, model);
            OneFileModels.Configs completed = new OneFileModels.Configs(
                    withHeads(seen.unet(), folder.unet()),
                    withGroups(seen.vae(), folder.vae()),
                    withHeads(seen.texts(), folder.textParts()));
            return OneFile.checkpoint(
                    source, model, completed, folder.textParts().stream().map(TextPart::tokenizer).toList());
        }
    }

    private static UNetConfig withHeads(UNetConfig seen, UNetConfig own) {
        return new UNetConfig(
                own.sampleSize(),
                seen.inChannels(),
                seen.outChannels(),
                seen.blockOutChannels(),
                seen.attention(),
                seen.layersPerBlock(),
                seen.transformerLayers(),
                own.heads(),
                seen.crossAttentionDim(),
                seen.useLinearProjection(),
                own.normNumGroups(),
                seen.normEpsilon(),
                seen.scaleShift(),
                seen.flipSinToCos(),
                seen.freqShift(),
                seen.added());
    }

    private static VaeConfig withGroups(VaeConfig seen, VaeConfig own) {
        return new VaeConfig(
                seen.pictureChannels(),
                seen.latentChannels(),
                seen.blockOutChannels(),
                seen.layersPerBlock(),
                own.normNumGroups(),
                seen.midBlockAttention(),
                seen.quantConv(),
                seen.scalingFactor(),
                seen.shiftFactor());
    }

    private static List<ClipTextConfig> withHeads(List<ClipTextConfig> seen, List<TextPart> own) {
        List<ClipTextConfig> texts = new ArrayList<>();
        for (int i = 0; i < seen.size(); i++) {
            ClipTextConfig text = seen.get(i);
            texts.add(new ClipTextConfig(
                    text.vocabularySize(),
                    text.width(),
                    text.feedForwardWidth(),
                    text.layers(),
                    own.get(i).config().heads(),
                    text.positions(),
                    text.activation(),
                    text.projectionWidth(),
                    text.eosToken()));
        }
        return texts;
    }

    private static void rename(
            List<TensorData> part, ModulePaths paths, String prefix, Map<String, TensorData> tensors) {
        for (TensorData tensor : part) {
            put(tensors, named(tensor, prefix + paths.rename(tensor.name()).orElseThrow()));
        }
    }

    private static void openClip(
            List<TensorData> text, ClipTextConfig config, String prefix, Map<String, TensorData> tensors) {
        Map<String, TensorData> byName = new LinkedHashMap<>();
        text.forEach(tensor -> byName.put(tensor.name(), tensor));
        for (int i = 0; i < config.layers(); i++) {
            String attention = "text_model.encoder.layers." + i + ".self_attn.";
            for (String kind : List.of("weight", "bias")) {
                put(tensors, below(
                        prefix + "transformer.resblocks." + i + ".attn.in_proj_" + kind,
                        byName.remove(attention + "q_proj." + kind),
                        byName.remove(attention + "k_proj." + kind),
                        byName.remove(attention + "v_proj." + kind)));
            }
        }
        TensorData projection = byName.remove("text_projection.weight");
        if (projection != null) {
            put(tensors, transposed(projection, prefix + "text_projection"));
        }
        put(tensors, new TensorData(
                prefix + "logit_scale", DType.F32, List.of(), MemorySegment.ofArray(new float[] {4.6f})));
        ModulePaths paths = OpenClipPaths.of(config.layers());
        byName.values().forEach(tensor -> put(
                tensors, named(tensor, prefix + paths.rename(tensor.name()).orElseThrow())));
    }

    /** Stable Diffusion 2 files have one layer more than is used, and a projection. */
    private static void copyLastLayer(ClipTextConfig config, Map<String, TensorData> tensors) {
        String block = "cond_stage_model.model.transformer.resblocks.";
        String last = block + (config.layers() - 1) + ".";
        List.copyOf(tensors.values()).stream()
                .filter(tensor -> tensor.name().startsWith(last))
                .forEach(tensor -> put(
                        tensors,
                        named(tensor, block + config.layers() + "." + tensor.name().substring(last.length()))));
        int width = config.width();
        put(tensors, new TensorData(
                "cond_stage_model.model.text_projection",
                DType.F32,
                List.of((long) width, (long) width),
                MemorySegment.ofArray(new float[width * width])));
    }

    private static List<TensorData> read(PartFiles files) {
        try (SafetensorsFile file = SafetensorsFile.open(files.source().path())) {
            List<TensorData> tensors = new ArrayList<>();
            for (TensorEntry entry : file.entries()) {
                byte[] bytes = file.segment(entry).toArray(ValueLayout.JAVA_BYTE);
                tensors.add(new TensorData(entry.name(), entry.dtype(), entry.shape(), MemorySegment.ofArray(bytes)));
            }
            return tensors;
        }
    }

    private static TensorData convolution(TensorData matrix) {
        List<Long> shape = List.of(matrix.shape().get(0), matrix.shape().get(1), 1L, 1L);
        return new TensorData(matrix.name(), matrix.dtype(), shape, matrix.data());
    }

    private static TensorData below(String name, TensorData... parts) {
        List<Long> shape = new ArrayList<>(parts[0].shape());
        shape.set(0, shape.getFirst() * parts.length);
        byte[] bytes = new byte[(int) parts[0].data().byteSize() * parts.length];
        for (int i = 0; i < parts.length; i++) {
            byte[] own = parts[i].data().toArray(ValueLayout.JAVA_BYTE);
            System.arraycopy(own, 0, bytes, i * own.length, own.length);
        }
        return new TensorData(name, parts[0].dtype(), shape, MemorySegment.ofArray(bytes));
    }

    private static TensorData transposed(TensorData matrix, String name) {
        int rows = matrix.shape().get(0).intValue();
        int columns = matrix.shape().get(1).intValue();
        int size = matrix.dtype().bytes();
        byte[] source = matrix.data().toArray(ValueLayout.JAVA_BYTE);
        byte[] target = new byte[source.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                System.arraycopy(source, (row * columns + column) * size, target, (column * rows + row) * size, size);
            }
        }
        return new TensorData(
                name, matrix.dtype(), List.of((long) columns, (long) rows), MemorySegment.ofArray(target));
    }

    static TensorData named(TensorData tensor, String name) {
        return new TensorData(name, tensor.dtype(), tensor.shape(), tensor.data());
    }

    private static void put(Map<String, TensorData> tensors, TensorData tensor) {
        if (tensors.put(tensor.name(), tensor) != null) {
            throw new IllegalStateException(tensor.name() + " was there before");
        }
    }
}
