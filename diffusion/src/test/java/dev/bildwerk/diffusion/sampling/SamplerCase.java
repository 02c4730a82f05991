package dev.bildwerk.diffusion.sampling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** One row of fixtures/samplers.json or fixtures/more-samplers.json; see the README beside them. */
record SamplerCase(JsonNode row, String file) {
    private static final Path FIXTURES = Path.of("src", "test", "resources", "fixtures");
    private static final ValueLayout.OfFloat LITTLE_ENDIAN =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static List<SamplerCase> all(String kind) {
        return all("samplers", kind);
    }

    static List<SamplerCase> more(String kind) {
        return all("more-samplers", kind);
    }

    private static List<SamplerCase> all(String file, String kind) {
        try {
            JsonNode root = new ObjectMapper().readTree(FIXTURES.resolve(file + ".json").toFile());
            List<SamplerCase> cases = new ArrayList<>();
            root.get("cases").forEach(row -> cases.add(new SamplerCase(row, file)));
            return cases.stream().filter(one -> one.row.get("kind").asText().equals(kind)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first noise of its file. */
    float[] noiseTensor() {
        return tensor("noise");
    }

    /** What the reference computed. */
    float[] expected() {
        return tensor(name());
    }

    private float[] tensor(String name) {
        try (SafetensorsFile tensors = SafetensorsFile.open(FIXTURES.resolve(file + ".safetensors"))) {
            return tensors.segment(tensors.tensors().get(name)).toArray(LITTLE_ENDIAN);
        }
    }

    String name() {
        return row.get("name").asText();
    }

    int steps() {
        return row.get("steps").asInt();
    }

    double initNoiseSigma() {
        return row.get("initNoiseSigma").asDouble();
    }

    boolean hasSigmas() {
        return row.get("sigmas").isArray();
    }

    double[] numbers(String field) {
        return StreamSupport.stream(row.get(field).spliterator(), false).mapToDouble(JsonNode::asDouble).toArray();
    }

    SamplerName sampler() {
        String option = row.get("sampler").asText();
        for (SamplerName name : SamplerName.values()) {
            if (name.option().equals(option)) {
                return name;
            }
        }
        throw new IllegalStateException("No sampler is called " + option);
    }

    /** Whether diffusers carries the latent in variance preserving form. */
    boolean variancePreserving() {
        return sampler() == SamplerName.DDIM || sampler() == SamplerName.DPM_PLUS_PLUS_2M;
    }

    ScheduleName schedule() {
        if (row.has("schedule")) {
            return Arrays.stream(ScheduleName.values())
                    .filter(name -> name.option().equals(row.get("schedule").asText()))
                    .findFirst()
                    .orElseThrow();
        }
        return row.path("karras").asBoolean() ? ScheduleName.KARRAS : ScheduleName.NORMAL;
    }

    NoiseSchedule noise() {
        boolean mini = row.get("betas").asText().equals("mini");
        return NoiseSchedule.of(new SchedulerConfig(
                1000,
                0.00085,
                0.012,
                mini ? BetaSchedule.SQUARED_COSINE : BetaSchedule.SCALED_LINEAR,
                mini,
                PredictionType.named(row.path("prediction").asText("epsilon")),
                TimestepSpacing.named(row.get("spacing").asText()),
                row.get("stepsOffset").asInt(),
                row.path("setAlphaToOne").asBoolean(true)));
    }

    AnalyticModel model() {
        return AnalyticModel.valueOf(row.get("model").asText().toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return name();
    }
}
