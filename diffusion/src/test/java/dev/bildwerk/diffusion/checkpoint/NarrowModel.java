package dev.bildwerk.diffusion.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names of Stable Diffusion 1.5 in one file with shapes a tenth as wide, which all rules for official files fit. */
final class NarrowModel {
    private NarrowModel() {}

    static Map<String, List<Long>> shapes() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        ManifestFile.read("sd1").lines().forEach((name, line) ->
                shapes.put(name, line.shape().stream().map(size -> narrowed(name, size)).toList()));
        return shapes;
    }

    private static long narrowed(String name, long size) {
        if (size == 768) {
            return 64;
        }
        if (name.startsWith("cond_stage_model.")) {
            return size == 3072 ? 256 : size;
        }
        if (name.startsWith("first_stage_model.")) {
            return size >= 128 ? size / 4 : size;
        }
        return size >= 320 ? size / 10 : size;
    }
}
