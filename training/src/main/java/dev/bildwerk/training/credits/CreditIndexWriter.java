package dev.bildwerk.training.credits;

import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import dev.bildwerk.engine.safetensors.SafetensorsWriter;
import dev.bildwerk.engine.safetensors.TensorData;
import dev.bildwerk.training.TrainingException;
import dev.bildwerk.training.data.ManifestEntry;
import dev.bildwerk.training.data.ManifestEntry.Kind;
import dev.bildwerk.training.pictures.PictureSet;
import dev.bildwerk.training.scorer.PictureTower;
import dev.bildwerk.training.scorer.Scorer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the index of the works that a model was trained on: single works, not what was composed of them. */
public final class CreditIndexWriter {
    /** What an index may take, in bytes. */
    public static final int MOST_BYTES = 5_000_000;

    private static final int MOST_AXES = 64;
    private static final int LEAST_AXES = 16;
    /** For names, shapes and what else the file has beside the numbers. */
    private static final int MARGIN = 40_000;

    private CreditIndexWriter() {}

    /** Whether a picture is a work of its own that was trained on. */
    public static boolean isCredited(ManifestEntry entry) {
        return entry.kind() == Kind.ICON && !entry.heldOut();
    }

    /**
     * Writes the index.
     *
     * @param works pictures that {@link #isCredited}
     * @param rows of them, by the scorer
     * @param towerWeights of the scorer's picture tower
     * @return how many bytes it takes
     * @throws TrainingException where it would take more than it may
     */
    public static long write(Path file, PictureSet works, float[][] rows, Weights towerWeights) {
        Map<String, TensorData> data = new TreeMap<>();
        addTower(towerWeights, data);
        byte[] texts = WorkList.bytes(works.pictures().stream().map(Work::of).toList());
        add(data, "texts", DType.U8, MemorySegment.ofArray(texts), texts.length);
        long taken = data.values().stream().mapToLong(tensor -> tensor.data().byteSize()).sum() + MARGIN;
        long room = (MOST_BYTES - taken) / (works.size() + (long) Float.BYTES * PictureTower.JOINT) - Float.BYTES;
        int count = (int) Math.min(MOST_AXES, room);
        if (count < LEAST_AXES) {
            throw new TrainingException(
                    "training.credits",
                    "An index of %,d works takes more than %,d bytes.".formatted(works.size(), MOST_BYTES));
        }
        PrincipalAxes axes = PrincipalAxes.of(rows, count);
        add(data, "mean", axes.mean(), axes.mean().length);
        add(data, "axes", flat(axes.axes()), axes.axes().length, axes.mean().length);
        float[][] along = Arrays.stream(rows).map(axes::along).toArray(float[][]::new);
        addEightBits(data, "works", flat(along), along.length, axes.axes().length);
        SafetensorsWriter.write(file, List.copyOf(data.values()), Map.of("works", Integer.toString(works.size())));
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new TrainingException("training.run-folder", "%s cannot be written.".formatted(file), e);
        }
    }

    /** Asks the tower which weights it has. */
    private static void addTower(Weights source, Map<String, TensorData> data) {
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            new PictureTower((String key, Init init, long... shape) -> {
                Tensor weight = source.get(key, init, shape);
                float[] values = weight.to(DType.F32).contiguous().toFloats();
                if (shape.length > 1) {
                    addEightBits(data, CreditIndex.TOWER + key, values, shape);
                } else {
                    add(data, CreditIndex.TOWER + key, values, shape);
                }
                return weight;
            });
        }
    }

    private static void addEightBits(Map<String, TensorData> data, String name, float[] values, long... shape) {
        EightBits bits = EightBits.of(values, (int) shape[0]);
        add(data, name, DType.I8, MemorySegment.ofArray(bits.values()), shape);
        add(data, name + CreditIndex.SCALES, bits.scales(), bits.scales().length);
    }

    private static void add(Map<String, TensorData> data, String name, float[] values, long... shape) {
        add(data, name, DType.F32, MemorySegment.ofArray(values), shape);
    }

    private static void add(
            Map<String, TensorData> data, String name, DType type, MemorySegment bytes, long... shape) {
        List<Long> sizes = new ArrayList<>();
        for (long size : shape) {
            sizes.add(size);
        }
        data.put(name, new TensorData(name, type, sizes, bytes));
    }

    private static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
        }
        return flat;
    }

    /** Looks at the works of a data set and writes their index. */
    public static long write(Path file, Path data, Scorer scorer) {
        try (Autograd off = Autograd.off();
                PictureSet works = PictureSet.open(data, CreditIndexWriter::isCredited)) {
            return write(file, works, scorer.pictures(works), scorer.pictureWeights());
        }
    }
}
