package dev.bildwerk.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.MiniatureModels;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.parity.Closeness;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.pipeline.PromptConditioning.Member;
import dev.bildwerk.diffusion.pipeline.PromptConditioning.Span;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the dialects do with the encoder's answer. */
class PromptReadingTest {
    private static final PromptReading A1111 = new PromptReading(Dialect.A1111, 0);
    private static final PromptReading COMFYUI = new PromptReading(Dialect.COMFYUI, 0);
    private static final double EXACT = 1e-5;
    private static final int LENGTH = 77;

    private static LoadedModel sd1;
    private static LoadedModel sdxl;
    private Scope scope;

    @BeforeAll
    static void load() {
        sd1 = load("sd1");
        sdxl = load("sdxl");
    }

    @AfterAll
    static void close() {
        sd1.close();
        sdxl.close();
    }

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void closeScope() {
        scope.close();
    }

    @ParameterizedTest
    @EnumSource
    void aPromptWithoutGrammarIsEncodedAsEver(Dialect dialect) {
        for (LoadedModel model : List.of(sd1, sdxl)) {
            TextConditioning expected = new PromptEncoder(model).encodeGuided("a red fox", "blurry");
            PromptConditioning text =
                    new PromptEncoder(model).encode(new PromptReading(dialect, 0), "a red fox", "blurry", 20, true);
            TextConditioning actual =
                    text.negative().at(0).followedBy(text.prompts().getFirst().at(19));
            assertThat(actual.text().toFloats()).isEqualTo(expected.text().toFloats());
            if (model == sdxl) {
                assertThat(actual.pooled().toFloats())
                        .isEqualTo(expected.pooled().toFloats());
            }
        }
    }

    @Test
    void weightsOfOneAreNoWeights() {
        for (PromptReading reading : List.of(A1111, COMFYUI)) {
            assertThat(states(sd1, reading, "(a red fox:1.0)")).isEqualTo(states(sd1, reading, "a red fox"));
        }
    }

    @Test
    void a1111MultipliesAndKeepsTheMean() {
        float[] plain = states(sd1, A1111, "a red fox");
        float[] weighted = states(sd1, A1111, "a (red:1.5) fox");
        float[] expected = plain.clone();
        int width = plain.length / LENGTH;
        for (int i = 2 * width; i < 3 * width; i++) {
            expected[i] *= 1.5f;
        }
        double factor = mean(plain) / mean(expected);
        for (int i = 0; i < expected.length; i++) {
            expected[i] *= (float) factor;
        }
        assertThat(Closeness.relativeError(weighted, expected)).isLessThan(EXACT);
        assertThat(mean(weighted)).isCloseTo(mean(plain), Offset.offset(1e-6));
        assertThat(Math.abs(factor - 1)).isGreaterThan(1e-4);
    }

    @Test
    void a1111KeepsTheMeanOverAllTextsThatAPromptChangesTo() {
        PromptConditioning text = encoder(sd1).encode(A1111, "a (red:1.5) [fox:(owl:2):3]", "", 10, false);
        List<Span> spans = text.prompts().getFirst().spans();
        assertThat(spans).map(Span::untilStep).containsExactly(3, 10);
        double before = mean(states(sd1, A1111, "a red fox")) + mean(states(sd1, A1111, "a red owl"));
        double after = mean(spans.get(0).text().text().toFloats())
                + mean(spans.get(1).text().text().toFloats());
        assertThat(after).isCloseTo(before, Offset.offset(1e-6));
        assertThat(mean(spans.get(0).text().text().toFloats()))
                .isNotCloseTo(mean(states(sd1, A1111, "a red fox")), Offset.offset(1e-6));
    }

    @Test
    void comfyGoesFromTheEmptyTextToThisOneAndBeyond() {
        float[] plain = states(sd1, COMFYUI, "a red fox");
        float[] empty = states(sd1, COMFYUI, "");
        float[] weighted = states(sd1, COMFYUI, "a (red:1.5) fox");
        float[] expected = plain.clone();
        int width = plain.length / LENGTH;
        for (int i = 2 * width; i < 3 * width; i++) {
            expected[i] = empty[i] + 1.5f * (plain[i] - empty[i]);
        }
        assertThat(Closeness.relativeError(weighted, expected)).isLessThan(EXACT);
        assertThat(weighted).isNotEqualTo(plain);
    }

    @Test
    void weightsLeaveThePooledTextOfSdxlAlone() {
        for (PromptReading reading : List.of(A1111, COMFYUI)) {
            TextConditioning plain = one(sdxl, reading, "a red fox");
            TextConditioning weighted = one(sdxl, reading, "a (red:1.5) fox");
            assertThat(Closeness.relativeError(
                            weighted.pooled().toFloats(), plain.pooled().toFloats()))
                    .isLessThan(EXACT);
            assertThat(weighted.text().toFloats()).isNotEqualTo(plain.text().toFloats());
        }
    }

    @Test
    void hugeWeightsStayNumbers() {
        for (String prompt : List.of(
                "(a red fox:10000)", "(a red fox:-10000)", "(a red fox:0)", "((((fox:9999):9999):9999):9999)",
                "(a:1e400) (b:nan)")) {
            for (PromptReading reading : List.of(A1111, COMFYUI)) {
                assertThat(one(sd1, reading, prompt).text().isFinite()).as(prompt).isTrue();
            }
        }
    }

    @Test
    void chunksOfPromptAndNegativeAreEncodedEachForItself() {
        String longPrompt = "fox, ".repeat(60);
        PromptConditioning text = encoder(sd1).encode(A1111, longPrompt, "blurry", 10, true);
        int tokens = text.prompts().getFirst().at(0).tokens();
        assertThat(tokens).isGreaterThan(LENGTH);
        assertThat(text.negative().at(0).tokens()).isEqualTo(LENGTH);
        PromptConditioning literal = encoder(sd1).encode(PromptReading.PLAIN, longPrompt, "blurry", 10, true);
        assertThat(literal.negative().at(0).tokens())
                .isEqualTo(literal.prompts().getFirst().at(0).tokens())
                .isGreaterThan(LENGTH);
    }

    @Test
    void textsThatAPromptChangesToAreEquallyLong() {
        PromptConditioning text = encoder(sd1).encode(A1111, "a [fox:cat BREAK snow:5]", "", 10, false);
        Member prompt = text.prompts().getFirst();
        assertThat(prompt.at(5).tokens()).isEqualTo(2 * LENGTH);
        assertThat(prompt.at(6).tokens()).isEqualTo(2 * LENGTH);
        assertThat(Closeness.relativeError(
                        prompt.at(5).text().narrow(1, 0, LENGTH).toFloats(), states(sd1, A1111, "a fox")))
                .isLessThan(EXACT);
    }

    @Test
    void joinedPromptsAreMadeEquallyLongByTheirLastToken() {
        PromptConditioning text = encoder(sd1).encode(A1111, "fox AND a BREAK b : 0.5", "", 10, false);
        assertThat(text.prompts()).map(Member::weight).containsExactly(1.0, 0.5);
        assertThat(text.negative()).isNotNull();
        Tensor fox = text.prompts().getFirst().at(0).text();
        assertThat(fox.size(1)).isEqualTo(2 * LENGTH);
        float[] last = fox.select(1, LENGTH - 1).toFloats();
        assertThat(fox.select(1, LENGTH).toFloats()).isEqualTo(last);
        assertThat(fox.select(1, 2 * LENGTH - 1).toFloats()).isEqualTo(last);
    }

    @Test
    void comfyEncodesAnEmptyNegativePromptOfSdxl() {
        for (PromptReading reading : List.of(A1111, PromptReading.PLAIN)) {
            assertThat(negative(reading).text().abs().max()).isZero();
            assertThat(negative(reading).pooled().abs().max()).isZero();
        }
        assertThat(negative(COMFYUI).text().abs().max()).isGreaterThan(0.1);
    }

    private static TextConditioning negative(PromptReading reading) {
        return encoder(sdxl).encode(reading, "a red fox", "", 10, true).negative().at(0);
    }

    @Test
    void clipSkipTakesAnEarlierLayerAndItsNorm() {
        try (FixtureFile expected = FixtureFile.open("models/sd1/cases.safetensors")) {
            float[] states = states(sd1, new PromptReading(Dialect.DIFFUSERS, 2), "a red fox in the snow, watercolor");
            float[] both = expected.floats("text_encoder.penultimate_normed");
            assertThat(Closeness.relativeError(states, Arrays.copyOf(both, states.length)))
                    .isLessThan(EXACT);
        }
        assertThat(states(sd1, new PromptReading(Dialect.A1111, 1), "fox")).isEqualTo(states(sd1, A1111, "fox"));
    }

    @Test
    void clipSkipLeavesTheNegativePromptAloneOnlyInDiffusers() {
        float[] usual = states(sd1, A1111, "blurry");
        for (Dialect dialect : Dialect.values()) {
            PromptConditioning text =
                    encoder(sd1).encode(new PromptReading(dialect, 2), "a red fox", "blurry", 10, true);
            double difference = Closeness.relativeError(text.negative().at(0).text().toFloats(), usual);
            assertThat(difference < EXACT).isEqualTo(dialect == Dialect.DIFFUSERS);
        }
    }

    @Test
    void a1111LeavesSdxlItsLayer() {
        float[] usual = states(sdxl, A1111, "fox");
        for (int clipSkip : new int[] {1, 2, 3}) {
            assertThat(states(sdxl, new PromptReading(Dialect.A1111, clipSkip), "fox")).isEqualTo(usual);
        }
        assertThat(states(sdxl, new PromptReading(Dialect.COMFYUI, 2), "fox")).isEqualTo(usual);
        assertThat(states(sdxl, new PromptReading(Dialect.COMFYUI, 3), "fox")).isNotEqualTo(usual);
    }

    @Test
    void refusesLayersThatTheEncoderDoesNotHave() {
        assertThatThrownBy(() -> one(sd1, new PromptReading(Dialect.A1111, 4), "fox"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Clip skip is 4; this model's text encoder has 3 layers.");
        assertThatThrownBy(() -> new PromptReading(Dialect.A1111, -1)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> new PromptReading(Dialect.A1111, 33)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void refusesMoreTextThanCanBeEncoded() {
        String alternatives =
                IntStream.range(0, 50).mapToObj(Integer::toString).collect(Collectors.joining("|", "[", "]"));
        String many = "fox ".repeat(2_000) + alternatives;
        assertThatThrownBy(() -> encoder(sd1).encode(A1111, many, "", 100, true))
                .isInstanceOf(InvalidRequestException.class)
                .extracting(e -> ((InvalidRequestException) e).code())
                .isEqualTo("request.prompt.chunks");
        assertThatThrownBy(() -> encoder(sd1).encode(A1111, "fox AND ".repeat(32), "", 10, true))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("AND joins 33 prompts here");
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static float[] states(LoadedModel model, PromptReading reading, String prompt) {
        return one(model, reading, prompt).text().toFloats();
    }

    private static TextConditioning one(LoadedModel model, PromptReading reading, String prompt) {
        return encoder(model)
                .encode(reading, prompt, "", 10, false)
                .prompts()
                .getFirst()
                .at(0);
    }

    private static PromptEncoder encoder(LoadedModel model) {
        return new PromptEncoder(model);
    }

    private static LoadedModel load(String name) {
        return LoadedModel.read(
                Checkpoint.open(MiniatureModels.folder(name)), new Placement(Device.CPU, DType.F32));
    }
}
