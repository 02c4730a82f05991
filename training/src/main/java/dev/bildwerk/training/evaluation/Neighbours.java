package dev.bildwerk.training.evaluation;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.training.data.ManifestEntry;
import dev.bildwerk.training.data.ManifestEntry.Kind;
import dev.bildwerk.training.pictures.PictureSet;
import dev.bildwerk.training.scorer.PictureTower;
import dev.bildwerk.training.scorer.Scorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The nearest of the pictures that a model was trained on, so that copying is seen: by {@link Sketch}, which knows where which
 * colour is, among all of them, and by the scorer, which knows what is shown, among the single works.
 */
final class Neighbours {
    private static final int BATCH = 50;

    private final PictureSet trained;
    private final PictureSet works;
    private final float[] rows;
    private final float[] sketches;
    private final float[] lengths;

    /**
     * The nearest pictures of one.
     *
     * @param alike the work that shows the same, and how alike it is
     * @param near the trained picture that has the same colours in the same places, and how far it is from that
     */
    record Nearest(int alike, float likeness, int near, double distance) {}

    /**
     * @param trained the pictures that the model was trained on
     * @param works those of them that are no compositions
     * @param rows of the works, by the scorer
     */
    Neighbours(PictureSet trained, PictureSet works, float[][] rows) {
        this.trained = trained;
        this.works = works;
        this.rows = flat(rows, 0, rows.length);
        sketches = sketches(trained);
        lengths = new float[trained.size()];
        for (int i = 0; i < sketches.length; i++) {
            lengths[i / Sketch.SIZE] += sketches[i] * sketches[i];
        }
    }

    private static float[] flat(float[][] rows, int start, int size) {
        float[] flat = new float[size * PictureTower.JOINT];
        for (int i = 0; i < size; i++) {
            System.arraycopy(rows[start + i], 0, flat, i * PictureTower.JOINT, PictureTower.JOINT);
        }
        return flat;
    }

    private static float[] sketches(PictureSet set) {
        float[] sketches = new float[set.size() * Sketch.SIZE];
        float[] planes = new float[3 * Scorer.SIDE * Scorer.SIDE];
        for (int i = 0; i < set.size(); i++) {
            set.crop(i, 0, 0, Scorer.SIDE, false, planes, 0);
            Sketch.write(planes, sketches, i * Sketch.SIZE);
        }
        return sketches;
    }

    /** @param pictureRows of the same pictures, by the scorer */
    List<Nearest> of(List<Picture> pictures, float[][] pictureRows) {
        float[] own = new float[pictures.size() * Sketch.SIZE];
        float[] planes = new float[3 * Scorer.SIDE * Scorer.SIDE];
        for (int i = 0; i < pictures.size(); i++) {
            Scorer.planes(pictures.get(i), planes, 0);
            Sketch.write(planes, own, i * Sketch.SIZE);
        }
        return nearest(own, pictureRows);
    }

    /** @param setRows of the same pictures, by the scorer */
    List<Nearest> of(PictureSet set, float[][] setRows) {
        return nearest(sketches(set), setRows);
    }

    private List<Nearest> nearest(float[] ownSketches, float[][] ownRows) {
        List<Nearest> all = new ArrayList<>();
        try (Scope whole = Scope.open()) {
            Tensor allRows = columns(rows, PictureTower.JOINT);
            Tensor allSketches = columns(sketches, Sketch.SIZE);
            for (int start = 0; start < ownRows.length; start += BATCH) {
                int size = Math.min(BATCH, ownRows.length - start);
                float[] some = Arrays.copyOfRange(ownSketches, start * Sketch.SIZE, (start + size) * Sketch.SIZE);
                float[] likeness = products(flat(ownRows, start, size), PictureTower.JOINT, allRows);
                float[] products = products(some, Sketch.SIZE, allSketches);
                for (int i = 0; i < size; i++) {
                    all.add(nearest(i, likeness, products, some));
                }
            }
        }
        return List.copyOf(all);
    }

    private Nearest nearest(int i, float[] likeness, float[] products, float[] own) {
        int alike = 0;
        for (int j = 1; j < works.size(); j++) {
            if (likeness[i * works.size() + j] > likeness[i * works.size() + alike]) {
                alike = j;
            }
        }
        int near = 0;
        int first = i * trained.size();
        for (int j = 1; j < trained.size(); j++) {
            if (lengths[j] - 2 * products[first + j] < lengths[near] - 2 * products[first + near]) {
                near = j;
            }
        }
        double distance = Sketch.distance(own, i * Sketch.SIZE, sketches, near * Sketch.SIZE);
        return new Nearest(alike, likeness[i * works.size() + alike], near, distance);
    }

    private static Tensor columns(float[] rows, int width) {
        return Tensor.of(rows, rows.length / width, width).transpose(0, 1);
    }

    /** Each row times each column, row after row. */
    private static float[] products(float[] rows, int width, Tensor columns) {
        try (Scope scope = Scope.open()) {
            return Tensor.of(rows, rows.length / width, width).matmul(columns).toFloats();
        }
    }

    /** Distances of any two pictures of the same thing in different styles, which nobody would call copies; ascending. */
    double[] betweenDrawings() {
        Map<String, List<Integer>> byConcept = new HashMap<>();
        for (int i = 0; i < trained.size(); i++) {
            if (trained.get(i).kind() == Kind.ICON) {
                byConcept.computeIfAbsent(trained.get(i).concept(), concept -> new ArrayList<>()).add(i);
            }
        }
        List<Double> distances = new ArrayList<>();
        byConcept.values().forEach(same -> {
            for (int i = 0; i < same.size(); i++) {
                for (int j = i + 1; j < same.size(); j++) {
                    int a = same.get(i);
                    int b = same.get(j);
                    if (!trained.get(a).style().equals(trained.get(b).style())) {
                        distances.add(Sketch.distance(sketches, a * Sketch.SIZE, sketches, b * Sketch.SIZE));
                    }
                }
            }
        });
        return distances.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    ManifestEntry entry(int i) {
        return trained.get(i);
    }

    /** A trained picture, to be shown beside what resembles it. */
    Picture picture(int i) {
        float[] planes = new float[3 * Scorer.SIDE * Scorer.SIDE];
        trained.crop(i, 0, 0, Scorer.SIDE, false, planes, 0);
        int plane = Scorer.SIDE * Scorer.SIDE;
        byte[] rgb = new byte[3 * plane];
        for (int p = 0; p < plane; p++) {
            for (int channel = 0; channel < 3; channel++) {
                rgb[3 * p + channel] = (byte) Math.round(planes[channel * plane + p] * 127.5f + 127.5f);
            }
        }
        return new Picture(Scorer.SIDE, Scorer.SIDE, rgb);
    }
}
