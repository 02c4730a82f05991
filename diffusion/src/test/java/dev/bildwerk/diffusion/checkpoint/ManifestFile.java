package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.checkpoint.detect.Manifest;
import dev.bildwerk.engine.DType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * The names and shapes of a full-size model in one file, and what diffusers' own conversion makes of each tensor;
 * written by {@code reference/bildwerk_reference/manifests.py}.
 *
 * @param lines by the name in the one file
 */
public record ManifestFile(Map<String, Line> lines) {
    public static final List<String> NAMES = List.of("sd1", "sd2", "sdxl", "refiner");

    /** @param targets {@code part:key} in diffusers' layout: none, one, or three where one tensor holds q, k and v */
    public record Line(List<Long> shape, List<String> targets) {}

    public static ManifestFile read(String name) {
        try (var resource = ManifestFile.class.getResourceAsStream("/fixtures/manifests/" + name + ".txt.gz");
                var reader = new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(resource), StandardCharsets.UTF_8))) {
            Map<String, Line> lines = new TreeMap<>();
            reader.lines().map(line -> line.split(" ")).forEach(words -> lines.put(words[0], line(words)));
            return new ManifestFile(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line line(String[] words) {
        List<Long> shape = words[1].equals("-")
                ? List.of()
                : Arrays.stream(words[1].split(",")).map(Long::valueOf).toList();
        return new Line(shape, List.of(words).subList(2, words.length));
    }

    /** As a header in half precision would say it. */
    public Manifest manifest() {
        return manifest(DType.F16, Map.of());
    }

    public Manifest manifest(DType dtype, Map<String, String> metadata) {
        TreeMap<String, Manifest.Item> tensors = new TreeMap<>();
        lines.forEach((name, line) -> tensors.put(name, new Manifest.Item(dtype, line.shape())));
        return new Manifest(tensors, metadata);
    }

    /** The same with tensors added, changed, or (where the shape is null) taken away. */
    public ManifestFile with(String name, List<Long> shape) {
        Map<String, Line> changed = new TreeMap<>(lines);
        if (shape == null) {
            changed.remove(name);
        } else {
            Line old = lines.get(name);
            changed.put(name, new Line(shape, old == null ? List.of() : old.targets()));
        }
        return new ManifestFile(changed);
    }
}
