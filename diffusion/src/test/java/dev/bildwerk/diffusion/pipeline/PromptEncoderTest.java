package dev.bildwerk.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.MiniatureModels;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import org.junit.jupiter.api.Test;

class PromptEncoderTest {
    private static final String LONG_PROMPT = "a red fox in the snow, ".repeat(12);

    @Test
    void sdxlJoinsBothEncodersAndPoolsTheSecond() {
        try (LoadedModel model = load("sdxl");
                Scope scope = Scope.open()) {
            TextConditioning text = new PromptEncoder(model).encodeGuided("a red fox", "blurry");
            assertThat(text.text().shape()).containsExactly(2, 77, 56);
            assertThat(text.pooled().shape()).containsExactly(2, 32);
        }
    }

    @Test
    void sdxlTakesZerosForAnEmptyNegativePrompt() {
        try (LoadedModel model = load("sdxl");
                Scope scope = Scope.open()) {
            PromptEncoder encoder = new PromptEncoder(model);
            TextConditioning text = encoder.encodeGuided("a red fox", "");
            assertThat(text.text().select(0, 0).toFloats()).containsOnly(0);
            assertThat(text.pooled().select(0, 0).toFloats()).containsOnly(0);
            assertThat(text.text().select(0, 1).toFloats())
                    .isEqualTo(encoder.encode("a red fox").text().toFloats());
        }
    }

    @Test
    void othersEncodeAnEmptyNegativePromptAsText() {
        try (LoadedModel model = load("sd1");
                Scope scope = Scope.open()) {
            TextConditioning text = new PromptEncoder(model).encodeGuided("a red fox", "");
            assertThat(text.pooled()).isNull();
            assertThat(text.text().select(0, 0).abs().max()).isGreaterThan(0.1);
        }
    }

    @Test
    void chunksOfALongPromptAreEncodedEachForItself() {
        try (LoadedModel model = load("sd1");
                Scope scope = Scope.open()) {
            PromptEncoder encoder = new PromptEncoder(model);
            Tensor guided = encoder.encodeGuided(LONG_PROMPT, "").text();
            int chunks = model.texts().getFirst().tokenizer().chunks(LONG_PROMPT).length;
            float[] empty = encoder.encode("").text().toFloats();

            assertThat(chunks).isGreaterThan(1);
            assertThat(guided.shape()).containsExactly(2, 77L * chunks, 32);
            assertThat(guided.narrow(0, 0, 1).narrow(1, 77, 77).toFloats())
                    .usingComparatorWithPrecision(1e-5f)
                    .containsExactly(empty);
        }
    }

    @Test
    void sdxlPoolsTheFirstChunk() {
        try (LoadedModel model = load("sdxl");
                Scope scope = Scope.open()) {
            PromptEncoder encoder = new PromptEncoder(model);
            float[] pooled = encoder.encode(LONG_PROMPT).pooled().toFloats();
            assertThat(encoder.encode(LONG_PROMPT + "at night").pooled().toFloats())
                    .usingComparatorWithPrecision(1e-5f)
                    .containsExactly(pooled);
        }
    }

    private static LoadedModel load(String name) {
        return LoadedModel.read(
                Checkpoint.open(MiniatureModels.folder(name)), new Placement(Device.CPU, DType.F32));
    }
}
