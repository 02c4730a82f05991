package dev.bildwerk.training.credits;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import dev.bildwerk.engine.safetensors.SafetensorsException;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import dev.bildwerk.engine.safetensors.TensorEntry;
import dev.bildwerk.training.TrainingException;
import dev.bildwerk.training.scorer.PictureTower;
import dev.bildwerk.training.scorer.Scorer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The works that a model was trained on and the network that says which of them a picture resembles: the file
 * {@code credits.index} beside the model's parts, in the safetensors format.
 *
 * <p>It holds the scorer's picture tower in eight bits ({@code tower.*}), the directions in which the works differ most
 * ({@code mean}, {@code axes}), each work in these directions ({@code works}) and the works' names ({@code texts}). The names and
 * shapes are an agreement between {@link CreditIndexWriter} and this class alone.
 */
public final class CreditIndex {
    /** The index's name in a model's folder; no ending of weights, for no part of the model is read from it. */
    public static final String FILE = "credits.index";

    static final String TOWER = "tower.";
    static final String SCALES = ".scales";

    private final Map<String, float[]> tower;
    private final PrincipalAxes axes;
    private final float[] rows;
    private final List<Work> works;

    private CreditIndex(Map<String, float[]> tower, PrincipalAxes axes, float[] rows, List<Work> works) {
        this.tower = tower;
        this.axes = axes;
        this.rows = rows;
        this.works = works;
    }

    /**
     * Reads an index.
     *
     * @throws TrainingException with code {@code credits.missing} where there is none, {@code credits.broken} where it is not whole
     */
    public static CreditIndex read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new TrainingException(
                    "credits.missing",
                    "There is no %s: only a model whose training pictures are on record has an index of them.".formatted(file));
        }
        try (SafetensorsFile source = SafetensorsFile.open(file)) {
            Map<String, float[]> tower = new HashMap<>();
            for (TensorEntry entry : source.entries()) {
                if (entry.name().startsWith(TOWER) && !entry.name().endsWith(SCALES)) {
                    tower.put(entry.name().substring(TOWER.length()), numbers(source, entry.name()));
                }
            }
            float[] mean = numbers(source, "mean");
            float[] flat = numbers(source, "axes");
            float[][] axes = new float[flat.length / mean.length][mean.length];
            for (int i = 0; i < axes.length; i++) {
                System.arraycopy(flat, i * mean.length, axes[i], 0, mean.length);
            }
            List<Work> works = WorkList.read(bytes(source, "texts"));
            float[] rows = numbers(source, "works");
            if (works.isEmpty() || rows.length != works.size() * axes.length) {
                throw new IOException("its works and their rows are not as many");
            }
            return new CreditIndex(tower, new PrincipalAxes(mean, axes), rows, works);
        } catch (IOException | SafetensorsException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new TrainingException(
                    "credits.broken", "%s is damaged: %s; fetch the model again.".formatted(file, e.getMessage()), e);
        }
    }

    /** Numbers of a tensor, out of eight bits where it has scales. */
    private static float[] numbers(SafetensorsFile source, String name) throws IOException {
        if (source.tensors().containsKey(name + SCALES)) {
            return new EightBits(bytes(source, name), numbers(source, name + SCALES)).numbers();
        }
        MemorySegment segment = segment(source, name);
        float[] numbers = new float[Math.toIntExact(segment.byteSize() / Float.BYTES)];
        MemorySegment.copy(segment, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, numbers, 0, numbers.length);
        return numbers;
    }

    private static byte[] bytes(SafetensorsFile source, String name) throws IOException {
        return segment(source, name).toArray(ValueLayout.JAVA_BYTE);
    }

    private static MemorySegment segment(SafetensorsFile source, String name) throws IOException {
        TensorEntry entry = source.tensors().get(name);
        if (entry == null) {
            throw new IOException("it has no \"%s\"".formatted(name));
        }
        return source.segment(entry);
    }

    /** All works, in the order of the training set. */
    public List<Work> works() {
        return works;
    }

    /** The works that a picture resembles most, the nearest first. */
    public List<Credit> nearest(Picture picture, int count) {
        float[] own = axes.along(row(picture));
        int width = own.length;
        double[] similarities = new double[works.size()];
        for (int i = 0; i < similarities.length; i++) {
            for (int j = 0; j < width; j++) {
                similarities[i] += own[j] * rows[i * width + j];
            }
        }
        List<Credit> credits = new ArrayList<>();
        IntStream.range(0, similarities.length).boxed()
                .sorted(Comparator.comparing((Integer i) -> -similarities[i]))
                .limit(count)
                .forEach(i -> credits.add(new Credit(works.get(i), Math.clamp(similarities[i], 0, 1))));
        return List.copyOf(credits);
    }

    private float[] row(Picture picture) {
        float[] planes = new float[3 * Scorer.SIDE * Scorer.SIDE];
        Scorer.planes(picture, planes, 0);
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            Weights weights = (key, init, shape) -> Tensor.of(weight(key, shape), shape);
            return new PictureTower(weights).apply(Tensor.of(planes, 1, 3, Scorer.SIDE, Scorer.SIDE)).toFloats();
        }
    }

    private float[] weight(String key, long... shape) {
        float[] values = tower.get(key);
        long count = 1;
        for (long size : shape) {
            count *= size;
        }
        if (values == null || values.length != count) {
            throw new TrainingException(
                    "credits.broken", "The index has no weight %s as this version needs it; fetch the model again."
                            .formatted(key));
        }
        return values;
    }
}
