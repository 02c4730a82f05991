package dev.bildwerk.safety.install;

import dev.bildwerk.engine.safetensors.TensorData;
import dev.bildwerk.safety.tfjs.Base64Script;
import dev.bildwerk.safety.tfjs.TfjsException;
import dev.bildwerk.safety.tfjs.TfjsWeights;
import dev.bildwerk.safety.tfjs.WeightsManifest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The classifier of npm's {@code nsfwjs} that its authors call {@code MobileNetV2Mid}, with the names of this program. */
final class ClassifierConversion {
    private static final String FOLDER = "package/dist/models/mobilenet_v2_mid/";
    private static final String MODEL = FOLDER + "model.min.js";
    private static final int BLOCKS = 17;

    /** What is needed of the package. */
    static final Set<String> FILES =
            Set.of(MODEL, FOLDER + "group1-shard1of2.min.js", FOLDER + "group1-shard2of2.min.js");

    private final TfjsWeights weights;
    private final List<TensorData> converted = new ArrayList<>();

    private ClassifierConversion(TfjsWeights weights) {
        this.weights = weights;
    }

    static List<TensorData> of(Map<String, byte[]> files) throws TfjsException {
        WeightsManifest manifest = WeightsManifest.inScript(text(files, MODEL));
        ByteArrayOutputStream shards = new ByteArrayOutputStream();
        for (String shard : manifest.shards()) {
            shards.writeBytes(Base64Script.bytes(text(files, FOLDER + shard + ".min.js")));
        }
        ClassifierConversion conversion =
                new ClassifierConversion(TfjsWeights.of(manifest, shards.toByteArray()));
        conversion.convert();
        return conversion.converted;
    }

    private static String text(Map<String, byte[]> files, String name) throws TfjsException {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            throw new TfjsException("It does not hold %s.".formatted(name));
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private void convert() throws TfjsException {
        convolution("stem", "/Conv");
        for (int i = 0; i < BLOCKS; i++) {
            String theirs = i == 0 ? "/expanded_conv" : "/expanded_conv_" + i;
            String ours = "blocks." + i;
            if (i > 0) {
                convolution(ours + ".expand", theirs + "/expand");
            }
            depthwise(ours + ".depthwise", theirs + "/depthwise");
            convolution(ours + ".project", theirs + "/project");
        }
        convolution("last", "/Conv_1");
        converted.add(Filters.data("classes.weight", Filters.ofLinear(weights.endingWith("/input/_262"))));
        converted.add(Filters.data("classes.bias", weights.endingWith("/input/_263")));
    }

    private void convolution(String ours, String theirs) throws TfjsException {
        converted.add(Filters.data(
                ours + ".weight", Filters.ofConvolution(weights.endingWith(theirs + "/Conv2D_weights"))));
        converted.add(Filters.data(ours + ".bias", weights.endingWith(theirs + "/Conv2D_bn_offset")));
    }

    private void depthwise(String ours, String theirs) throws TfjsException {
        converted.add(Filters.data(
                ours + ".weight", Filters.ofDepthwise(weights.endingWith(theirs + "/depthwise_weights"))));
        converted.add(Filters.data(ours + ".bias", weights.endingWith(theirs + "/depthwise_bn_offset")));
    }
}
