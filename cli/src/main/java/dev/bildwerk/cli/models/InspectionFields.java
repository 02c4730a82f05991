package dev.bildwerk.cli.models;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.diffusion.checkpoint.Inspection;
import dev.bildwerk.diffusion.checkpoint.WeightSource;
import dev.bildwerk.diffusion.checkpoint.detect.FileKind;
import dev.bildwerk.diffusion.checkpoint.detect.ModelFamily;
import dev.bildwerk.diffusion.recipe.ModelHash;
import dev.bildwerk.engine.DType;
import dev.bildwerk.safety.model.KnownCleanModels;
import dev.bildwerk.safety.model.ModelProvenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What {@code --json} says of an inspected file or folder; the names are stable. */
final class InspectionFields {
    private InspectionFields() {}

    /** Without reading any weight. */
    static Map<String, Object> of(Inspection inspection) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("path", inspection.path().toString());
        fields.put("kind", kind(inspection.kind()));
        fields.put("title", inspection.kind().title());
        fields.put("use", inspection.kind().use());
        fields.put("layout", inspection.layout().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        family(inspection.kind()).ifPresent(family ->
                fields.put("family", family.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        if (inspection.kind() instanceof FileKind.Model model) {
            fields.put("distillation", model.distillation().title());
            fields.put("prediction", model.prediction().type().configName());
            fields.put("prediction_known_by", model.prediction().source());
        }
        fields.put("parameters", inspection.count());
        Map<String, Long> precision = new LinkedHashMap<>();
        for (DType dtype : DType.values()) {
            Long count = inspection.parameters().get(dtype);
            if (count != null) {
                precision.put(dtype.safetensorsName(), count);
            }
        }
        fields.put("precision", precision);
        fields.put("licence", inspection.licence().orElse(""));
        fields.put("metadata", new TreeMap<>(inspection.metadata()));
        fields.put("files", files(inspection, false));
        return fields;
    }

    /** With the SHA-256 of every file, and whether all are on the list of models known to be clean. */
    static Map<String, Object> withHashes(Inspection inspection) {
        Map<String, Object> fields = of(inspection);
        fields.put("files", files(inspection, true));
        fields.put(
                "known_clean",
                KnownCleanModels.shipped().provenanceOf(inspection.path()) instanceof ModelProvenance.KnownClean);
        return fields;
    }

    private static Optional<ModelFamily> family(FileKind kind) {
        return switch (kind) {
            case FileKind.Model model -> Optional.of(model.family());
            case FileKind.Lora lora -> Optional.of(lora.family());
            case FileKind.Embedding embedding -> Optional.of(embedding.family());
            default -> Optional.empty();
        };
    }

    private static String kind(FileKind kind) {
        return switch (kind) {
            case FileKind.Model model -> "model";
            case FileKind.UNetAlone unet -> "unet";
            case FileKind.VaeAlone vae -> "vae";
            case FileKind.TinyVae vae -> "tiny-vae";
            case FileKind.TextEncoderAlone text -> "text-encoder";
            case FileKind.Lora lora -> "lora";
            case FileKind.Embedding embedding -> "embedding";
            case FileKind.Control control -> "control";
            case FileKind.PictureUpscaler upscaler -> "upscaler";
            case FileKind.Unsupported other -> "unsupported";
            case FileKind.Unknown unknown -> "unknown";
        };
    }

    private static List<Map<String, Object>> files(Inspection inspection, boolean hashes) {
        List<Map<String, Object>> files = new ArrayList<>();
        for (WeightSource source : inspection.sources()) {
            for (Path file : source.files()) {
                files.add(file(file, hashes));
            }
        }
        return files;
    }

    private static Map<String, Object> file(Path file, boolean hash) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", file.toString());
        try {
            fields.put("bytes", Files.size(file));
            if (hash) {
                String sha256 = ModelHash.sha256(file);
                fields.put("sha256", sha256);
                fields.put("short_hash", ModelHash.shortened(sha256));
            }
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.MODEL, "model.unreadable", "%s cannot be read: check its permissions.".formatted(file));
        }
        return fields;
    }
}
