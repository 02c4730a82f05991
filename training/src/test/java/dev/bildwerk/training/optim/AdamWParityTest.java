package dev.bildwerk.training.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our optimizer against steps of torch.optim.AdamW that {@code reference/make_fixtures.py} recorded. */
class AdamWParityTest {
    private static final double NO_CLIPPING = 1e9;
    private static final long[] SHAPE = {3, 4};

    static List<JsonNode> cases() throws IOException {
        try (InputStream json = AdamWParityTest.class.getResourceAsStream("/fixtures/adamw.json")) {
            List<JsonNode> cases = new ArrayList<>();
            new ObjectMapper().readTree(json).get("cases").forEach(cases::add);
            return cases;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void stepsAsTorchDoes(JsonNode recorded) {
        AdamW.Settings settings = new AdamW.Settings(
                recorded.get("beta1").asDouble(),
                recorded.get("beta2").asDouble(),
                recorded.get("epsilon").asDouble(),
                recorded.get("weightDecay").asDouble(),
                NO_CLIPPING);
        JsonNode values = recorded.get("values");
        JsonNode gradients = recorded.get("gradients");
        try (Scope scope = Scope.open();
                ParameterSet set = ParameterSet.of(
                        weights -> weights.get("w", Init.ZEROS, SHAPE), DType.F32, Device.CPU, 1);
                AdamW optimizer = new AdamW(set, settings)) {
            try (Autograd off = Autograd.off()) {
                set.master().copyInPlace(tensor(values.get(0)).reshape(-1));
            }
            for (int i = 0; i < gradients.size(); i++) {
                Tensor weight = set.weights().get("w", Init.ZEROS, SHAPE);
                // The gradient of a weighted sum is its weights.
                weight.mul(tensor(gradients.get(i))).sum().backward();
                optimizer.step(recorded.get("learningRate").asDouble(), 0);

                assertThat(set.master().toFloats()).containsExactly(floats(values.get(i + 1)), within(1e-6f));
            }
        }
    }

    private static Tensor tensor(JsonNode values) {
        return Tensor.of(floats(values), SHAPE);
    }

    private static float[] floats(JsonNode values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values.get(i).asDouble();
        }
        return floats;
    }
}
