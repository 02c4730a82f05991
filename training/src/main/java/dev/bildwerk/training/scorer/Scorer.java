package dev.bildwerk.training.scorer;

import dev.bildwerk.diffusion.checkpoint.LoadedPart;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.checkpoint.names.WeightNames;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Resampling;
import dev.bildwerk.diffusion.text.tokenizer.ClipTokenizer;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import dev.bildwerk.training.TrainingException;
import dev.bildwerk.training.denoiser.Miniature;
import dev.bildwerk.training.pictures.PictureSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Judges pictures by words: both are put into one space, and what belongs together lies close. It was trained apart from the
 * model that it judges, by {@code reference/gpu/train_scorer.py}, on English captions.
 */
public final class Scorer implements AutoCloseable {
    /** Height and width of the pictures that it sees. */
    public static final int SIDE = PictureSet.SIDE;

    private static final int BATCH = 64;

    private final LoadedPart<Towers> loaded;
    private final ClipTokenizer tokenizer;
    private final DType format;

    private record Towers(PictureTower picture, TextTower text) {}

    private Scorer(LoadedPart<Towers> loaded, ClipTokenizer tokenizer, DType format) {
        this.loaded = loaded;
        this.tokenizer = tokenizer;
        this.format = format;
    }

    /**
     * Reads a scorer.
     *
     * @param file of its weights
     * @param tokenizerFolder with the vocabulary that it was trained with, the model's
     * @param format of its numbers
     * @throws dev.bildwerk.diffusion.checkpoint.CheckpointException where a weight is missing, surplus or misshapen
     */
    public static Scorer open(Path file, Path tokenizerFolder, DType format) {
        if (!Files.isRegularFile(file)) {
            throw new TrainingException(
                    "training.scorer", "There is no scorer %s: reference/gpu/train_scorer.py makes one.".formatted(file));
        }
        ClipTokenizer tokenizer = ClipTokenizer.load(tokenizerFolder);
        Miniature shape = Miniature.of(tokenizer.vocabularySize(), tokenizer.eos(), 1);
        return new Scorer(
                LoadedPart.read(file, WeightNames.UNET, new Placement(Device.CPU, format), weights -> {
                    weights.get("log_scale", Init.ZEROS);
                    return new Towers(
                            new PictureTower(weights.at("picture")), new TextTower(weights.at("text"), shape.text()));
                }),
                tokenizer,
                format);
    }

    /** The weights that pictures are looked at with, by the names that {@link PictureTower} has for them. */
    public Weights pictureWeights() {
        Map<String, Tensor> all = loaded.weights().loaded();
        return (key, init, shape) -> all.get("picture." + key);
    }

    /** Captions as rows of length 1. */
    public float[][] captions(List<String> captions) {
        List<float[]> rows = new ArrayList<>();
        for (int start = 0; start < captions.size(); start += BATCH) {
            int[][] tokens = captions.subList(start, Math.min(start + BATCH, captions.size())).stream()
                    .map(tokenizer::encodePadded)
                    .toArray(int[][]::new);
            try (Scope scope = Scope.open()) {
                addRows(loaded.part().text().apply(tokens), rows);
            }
        }
        return rows.toArray(float[][]::new);
    }

    /** Pictures of any size as rows of length 1. */
    public float[][] pictures(List<Picture> pictures) {
        return rows(pictures.size(), (i, into, offset) -> planes(pictures.get(i), into, offset));
    }

    /** All pictures of a set as rows of length 1. */
    public float[][] pictures(PictureSet set) {
        return rows(set.size(), (i, into, offset) -> set.crop(i, 0, 0, SIDE, false, into, offset));
    }

    /** Writes a picture as planes of values -1 to 1. */
    private interface Source {
        void read(int i, float[] into, int offset);
    }

    private float[][] rows(int count, Source source) {
        List<float[]> rows = new ArrayList<>();
        for (int start = 0; start < count; start += BATCH) {
            int size = Math.min(BATCH, count - start);
            float[] values = new float[size * 3 * SIDE * SIDE];
            for (int i = 0; i < size; i++) {
                source.read(start + i, values, i * 3 * SIDE * SIDE);
            }
            try (Scope scope = Scope.open()) {
                Tensor batch = Tensor.of(values, size, 3, SIDE, SIDE).to(format).channelsLast();
                addRows(loaded.part().picture().apply(batch), rows);
            }
        }
        return rows.toArray(float[][]::new);
    }

    private static void addRows(Tensor rows, List<float[]> into) {
        int width = (int) rows.size(1);
        float[] values = rows.toFloats();
        for (int i = 0; i < rows.size(0); i++) {
            float[] row = new float[width];
            System.arraycopy(values, i * width, row, 0, width);
            into.add(row);
        }
    }

    /**
     * A picture in the scorer's size, as planes of values -1 to 1.
     *
     * @param into takes {@code 3 * SIDE * SIDE} values from {@code offset}
     */
    public static void planes(Picture picture, float[] into, int offset) {
        Picture fitting = picture.width() == SIDE && picture.height() == SIDE
                ? picture : picture.resized(SIDE, SIDE, Resampling.BILINEAR);
        byte[] rgb = fitting.rgb();
        int plane = SIDE * SIDE;
        for (int i = 0; i < plane; i++) {
            for (int channel = 0; channel < 3; channel++) {
                into[offset + channel * plane + i] = (rgb[3 * i + channel] & 0xff) / 127.5f - 1;
            }
        }
    }

    /** Likeness of two rows of length 1: 1 for the same, 0 for nothing in common. */
    public static float likeness(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Override
    public void close() {
        loaded.close();
    }
}
