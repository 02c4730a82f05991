package dev.bildwerk.safety.install;

import dev.bildwerk.engine.safetensors.TensorData;
import dev.bildwerk.safety.tfjs.TfjsException;
import dev.bildwerk.safety.tfjs.TfjsWeights;
import dev.bildwerk.safety.tfjs.TfjsWeights.Weight;
import dev.bildwerk.safety.tfjs.WeightsManifest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The detector of npm's {@code @vladmandic/face-api} that its author calls {@code SsdMobilenetv1}, with the names of this program:
 * batch norms folded, and of its heads only what says whether there is a face.
 */
final class FaceConversion {
    private static final String MANIFEST = "package/model/ssd_mobilenetv1_model-weights_manifest.json";
    private static final String SHARD = "package/model/ssd_mobilenetv1_model.bin";
    private static final int PAIRS = 14;
    private static final int EXTRA = 8;
    private static final int HEADS = 6;

    /** Nothing, a face, and a third that is not used. */
    private static final int CLASSES = 3;

    private static final int FACE = 1;

    /** As face-api adds it to the variances. */
    private static final double EPSILON = 0.0010000000474974513;

    /** What is needed of the package. */
    static final Set<String> FILES = Set.of(MANIFEST, SHARD);

    private final TfjsWeights weights;
    private final List<TensorData> converted = new ArrayList<>();

    private FaceConversion(TfjsWeights weights) {
        this.weights = weights;
    }

    static List<TensorData> of(Map<String, byte[]> files) throws TfjsException {
        for (String name : FILES) {
            if (!files.containsKey(name)) {
                throw new TfjsException("It does not hold %s.".formatted(name));
            }
        }
        WeightsManifest manifest = WeightsManifest.parse(new String(files.get(MANIFEST), StandardCharsets.UTF_8));
        FaceConversion conversion = new FaceConversion(TfjsWeights.of(manifest, files.get(SHARD)));
        conversion.convert();
        return conversion.converted;
    }

    private void convert() throws TfjsException {
        for (int i = 0; i < PAIRS; i++) {
            if (i > 0) {
                depthwise("pairs.%d.depthwise".formatted(i), "MobilenetV1/Conv2d_%d_depthwise".formatted(i));
            }
            pointwise("pairs.%d.pointwise".formatted(i), "MobilenetV1/Conv2d_%d_pointwise".formatted(i));
        }
        for (int i = 0; i < EXTRA; i++) {
            pointwise("extra." + i, "Prediction/Conv2d_%d_pointwise".formatted(i));
        }
        for (int i = 0; i < HEADS; i++) {
            String theirs = "Prediction/BoxPredictor_%d/ClassPredictor".formatted(i);
            Weight filters = Filters.ofConvolution(weights.endingWith(theirs + "/weights"));
            converted.add(Filters.data("heads.%d.weight".formatted(i), ofFaces(filters)));
            converted.add(Filters.data("heads.%d.bias".formatted(i), ofFaces(weights.endingWith(theirs + "/biases"))));
        }
    }

    private void pointwise(String ours, String theirs) throws TfjsException {
        converted.add(Filters.data(ours + ".weight", Filters.ofConvolution(weights.endingWith(theirs + "/weights"))));
        converted.add(Filters.data(ours + ".bias", weights.endingWith(theirs + "/convolution_bn_offset")));
    }

    private void depthwise(String ours, String theirs) throws TfjsException {
        Weight filters = Filters.ofDepthwise(weights.endingWith(theirs + "/depthwise_weights"));
        float[] gamma = weights.endingWith(theirs + "/BatchNorm/gamma").values();
        Weight beta = weights.endingWith(theirs + "/BatchNorm/beta");
        float[] mean = weights.endingWith(theirs + "/BatchNorm/moving_mean").values();
        float[] variance = weights.endingWith(theirs + "/BatchNorm/moving_variance").values();
        float[] scaled = new float[filters.values().length];
        float[] bias = new float[beta.values().length];
        int places = scaled.length / bias.length;
        for (int c = 0; c < bias.length; c++) {
            double scale = gamma[c] / Math.sqrt(variance[c] + EPSILON);
            bias[c] = (float) (beta.values()[c] - mean[c] * scale);
            for (int i = c * places; i < (c + 1) * places; i++) {
                scaled[i] = (float) (filters.values()[i] * scale);
            }
        }
        converted.add(Filters.data(ours + ".weight", new Weight(filters.shape(), scaled)));
        converted.add(Filters.data(ours + ".bias", new Weight(beta.shape(), bias)));
    }

    /** Every third row. */
    private static Weight ofFaces(Weight rows) {
        int all = Math.toIntExact(rows.shape().getFirst());
        int row = rows.values().length / all;
        float[] values = new float[all / CLASSES * row];
        for (int i = 0; i < all / CLASSES; i++) {
            System.arraycopy(rows.values(), (i * CLASSES + FACE) * row, values, i * row, row);
        }
        List<Long> shape = new ArrayList<>(rows.shape());
        shape.set(0, (long) all / CLASSES);
        return new Weight(shape, values);
    }
}
