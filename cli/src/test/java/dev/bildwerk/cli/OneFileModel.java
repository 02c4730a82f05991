package dev.bildwerk.cli;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.safetensors.SafetensorsWriter;
import dev.bildwerk.engine.safetensors.TensorData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;

/**
 * A model in one file with all the names of Stable Diffusion 1.5, a tenth as wide and with random weights: 34 MB that
 * go the whole way which an official file goes.
 */
final class OneFileModel {
    private static final Path MANIFEST =
            Path.of("../diffusion/src/test/resources/fixtures/manifests/sd1.txt.gz").toAbsolutePath().normalize();

    private OneFileModel() {}

    static Path write(Path file) throws IOException {
        SafetensorsWriter.write(file, tensors(), Map.of());
        return file;
    }

    /** In two files, and the index that says which weight lies in which. */
    static Path writeSplit(Path folder, String name) throws IOException {
        Map<String, List<TensorData>> shards = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        for (TensorData tensor : tensors()) {
            String shard = name + (tensor.name().startsWith("model.") ? "-00001" : "-00002") + "-of-00002.safetensors";
            shards.computeIfAbsent(shard, any -> new ArrayList<>()).add(tensor);
            lines.add("\"%s\":\"%s\"".formatted(tensor.name(), shard));
        }
        shards.forEach((shard, tensors) -> SafetensorsWriter.write(folder.resolve(shard), tensors, Map.of()));
        return Files.writeString(
                folder.resolve(name + ".safetensors.index.json"),
                "{\"weight_map\":{%s}}".formatted(String.join(",", lines)));
    }

    private static List<TensorData> tensors() throws IOException {
        SplittableRandom random = new SplittableRandom(15);
        List<TensorData> tensors = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(MANIFEST)), StandardCharsets.UTF_8))) {
            lines.lines().forEach(line -> {
                String[] words = line.split(" ");
                List<Long> shape = words[1].equals("-")
                        ? List.of()
                        : Arrays.stream(words[1].split(","))
                                .map(size -> narrowed(words[0], Long.parseLong(size)))
                                .toList();
                tensors.add(random(words[0], shape, random));
            });
        }
        return tensors;
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

    /** Norms that change nothing, and layers that neither swell nor shrink what goes through them. */
    private static TensorData random(String name, List<Long> shape, SplittableRandom random) {
        int count = Math.toIntExact(shape.stream().reduce(1L, (a, b) -> a * b));
        double scale = shape.size() < 2 ? 0 : Math.sqrt(3.0 * shape.getFirst() / count);
        short base = Float.floatToFloat16(name.endsWith(".weight") && shape.size() == 1 ? 1 : 0);
        short[] values = new short[count];
        for (int i = 0; i < count; i++) {
            values[i] = scale == 0 ? base : Float.floatToFloat16((float) (random.nextDouble(-1, 1) * scale));
        }
        return new TensorData(name, DType.F16, shape, MemorySegment.ofArray(values));
    }
}
