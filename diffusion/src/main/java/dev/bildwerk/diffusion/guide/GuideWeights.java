package dev.bildwerk.diffusion.guide;

import dev.bildwerk.diffusion.checkpoint.CheckpointException;
import dev.bildwerk.diffusion.checkpoint.ConfigFile;
import dev.bildwerk.diffusion.checkpoint.OpenedWeights;
import dev.bildwerk.diffusion.checkpoint.WeightFile;
import dev.bildwerk.diffusion.checkpoint.WeightSource;
import dev.bildwerk.diffusion.checkpoint.detect.FileKind;
import dev.bildwerk.diffusion.checkpoint.detect.FileKinds;
import dev.bildwerk.diffusion.checkpoint.detect.FileKinds.Hints;
import dev.bildwerk.diffusion.checkpoint.detect.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A guide's network before its weights are read.
 *
 * @param path as the user named it: a file, or a folder as diffusers writes one
 * @param manifest what the headers say
 */
record GuideWeights(Path path, WeightSource source, Manifest manifest, FileKind.Control kind) {
    private static final String STEM = "diffusion_pytorch_model";
    private static final String CONFIG = "config.json";
    private static final long LARGEST_YAML = 1 << 20;

    /**
     * @throws GuideException where there is no such file, or it is something else
     * @throws CheckpointException where a folder is not complete, or the file is a pickled one
     * @throws dev.bildwerk.engine.safetensors.SafetensorsException where the file is not whole
     */
    static GuideWeights open(Path path) {
        if (!Files.exists(path)) {
            throw new GuideException("guide.missing", "There is no ControlNet %s: check the path.".formatted(path));
        }
        WeightSource source = WeightSource.of(Files.isDirectory(path) ? WeightFile.in(path, STEM, null) : path);
        Manifest manifest;
        try (OpenedWeights opened = source.open()) {
            manifest = opened.manifest();
        }
        FileKind kind = FileKinds.of(manifest, Hints.of(path.getFileName().toString()));
        if (!(kind instanceof FileKind.Control control)) {
            throw new GuideException(
                    "guide.kind",
                    "%s is %s, and no ControlNet or T2I-Adapter: %s.".formatted(path, kind.title(), kind.use()));
        }
        return new GuideWeights(path, source, manifest, control);
    }

    /** Of a folder; null where there is none. */
    ConfigFile config() {
        Path config = path.resolve(CONFIG);
        return Files.isRegularFile(config) ? ConfigFile.read(config) : null;
    }

    /** Where no config.json says it, A1111's habit: by the file's name, or by the YAML file beside it. */
    boolean looksPooled() {
        String name = path.getFileName().toString();
        Path yaml = path.resolveSibling(name.replaceFirst("\\.[^.]+$", "") + ".yaml");
        try {
            boolean told = Files.isRegularFile(yaml)
                    && Files.size(yaml) <= LARGEST_YAML
                    && Files.readString(yaml).contains("global_average_pooling: True");
            return told || name.contains("shuffle") && kind.style() == FileKind.Control.Style.CONTROLNET;
        } catch (IOException e) {
            return false;
        }
    }
}
