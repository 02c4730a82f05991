package dev.bildwerk.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bildwerk.diffusion.checkpoint.CheckpointException;
import dev.bildwerk.diffusion.checkpoint.DamagedModel;
import dev.bildwerk.diffusion.checkpoint.MiniatureModels;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.ProgressListener.Stage;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.EngineException;
import dev.bildwerk.engine.safetensors.TensorData;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TextToImageTest {
    private static final String PROMPT = "a red fox";
    private static final String NEGATIVE_PROMPT = "blurry";
    private static final String LONG_PROMPT = "a red fox in the snow, ".repeat(12);
    private static final EngineOptions FULL = new EngineOptions(Device.CPU, DType.F32, 1);
    private static final FixedPromptsGuard GUARD = new FixedPromptsGuard(
            Set.of(PROMPT, NEGATIVE_PROMPT, LONG_PROMPT, LONG_PROMPT + " at night"), 40);

    private static TextToImage pipeline;

    @TempDir
    Path temporary;

    @BeforeAll
    static void open() {
        pipeline = TextToImage.open(MiniatureModels.folder("sd1"), GUARD, FULL);
    }

    @AfterAll
    static void close() {
        pipeline.close();
    }

    @Test
    void cannotBeOpenedWithoutAGuard() {
        assertThatThrownBy(() -> TextToImage.open(MiniatureModels.folder("sd1"), null, FULL))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("guard");
    }

    @Test
    void drawsNothingThatTheGuardDoesNotAdmit() {
        List<Stage> stages = new ArrayList<>();
        GenerationRequest request = request("a blue fox", "", 5);

        RefusedException error = catchThrowableOfType(
                RefusedException.class, () -> pipeline.generate(request, (stage, step, steps) -> stages.add(stage)));

        assertThat(error.refusal().code()).isEqualTo("test.prompt");
        assertThat(stages).isEmpty();
    }

    @Test
    void showsTheGuardTheNegativePromptToo() {
        assertThatThrownBy(() -> pipeline.generate(request(PROMPT, "anything else", 5), ProgressListener.NONE))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void drawsNoneOfSeveralRequestsWhereOneIsRefused() {
        List<Stage> stages = new ArrayList<>();
        assertThatThrownBy(() -> pipeline.generate(
                        List.of(request(PROMPT, "", 5), request("a blue fox", "", 5)),
                        (stage, step, steps) -> stages.add(stage)))
                .isInstanceOf(RefusedException.class);
        assertThat(stages).isEmpty();
    }

    @Test
    void keepsBackAPictureThatTheGuardRefuses() {
        GenerationRequest request = new GenerationRequest(
                PROMPT, "", 1, 1, 1, SamplerName.EULER, ScheduleName.NORMAL, 40, 24);

        RefusedException error = catchThrowableOfType(
                RefusedException.class, () -> pipeline.generate(request, ProgressListener.NONE));

        assertThat(error.refusal().code()).isEqualTo("test.picture");
    }

    @ParameterizedTest
    @EnumSource(SamplerName.class)
    void theSameRequestGivesTheSamePicture(SamplerName sampler) {
        GenerationRequest request =
                new GenerationRequest(PROMPT, "", 1, 2, 3, sampler, ScheduleName.KARRAS, 32, 24);

        Picture picture = draw(request);

        assertThat(picture.width()).isEqualTo(32);
        assertThat(picture.height()).isEqualTo(24);
        assertThat(draw(request).rgb()).isEqualTo(picture.rgb());
        assertThat(draw(request.withSeed(2)).rgb()).isNotEqualTo(picture.rgb());
    }

    @Test
    void severalRequestsGiveThePicturesOfEach() {
        GenerationRequest first = request(PROMPT, "", 5);
        GenerationRequest second = request(PROMPT, NEGATIVE_PROMPT, 5).withSeed(9);

        List<Picture> pictures = pipeline.generate(List.of(first, second), ProgressListener.NONE);

        assertThat(pictures).extracting(Picture::rgb).containsExactly(draw(first).rgb(), draw(second).rgb());
    }

    @Test
    void severalThreadsDrawWhatOneDoes() {
        GenerationRequest request = request(PROMPT, NEGATIVE_PROMPT, 5);
        byte[] expected = draw(request).rgb();
        List<CompletableFuture<Picture>> pictures = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> draw(request)))
                .limit(3)
                .toList();
        assertThat(pictures).allSatisfy(picture -> assertThat(picture.join().rgb()).isEqualTo(expected));
    }

    @Test
    void theNegativePromptCountsOnlyWithGuidance() {
        assertThat(draw(request(PROMPT, NEGATIVE_PROMPT, 1)).rgb()).isEqualTo(draw(request(PROMPT, "", 1)).rgb());
        assertThat(draw(request(PROMPT, NEGATIVE_PROMPT, 5)).rgb())
                .isNotEqualTo(draw(request(PROMPT, "", 5)).rgb());
    }

    @Test
    void theEndOfALongPromptIsNotLost() {
        assertThat(draw(request(LONG_PROMPT, NEGATIVE_PROMPT, 5)).rgb())
                .isNotEqualTo(draw(request(LONG_PROMPT + " at night", NEGATIVE_PROMPT, 5)).rgb());
    }

    @Test
    void reportsEveryStageAndStep() {
        List<String> reports = new ArrayList<>();

        pipeline.generate(
                request(PROMPT, "", 5), (stage, step, steps) -> reports.add(stage + " " + step + "/" + steps));

        assertThat(reports)
                .containsExactly(
                        "ENCODING_TEXT 0/1",
                        "ENCODING_TEXT 1/1",
                        "DENOISING 0/2",
                        "DENOISING 1/2",
                        "DENOISING 2/2",
                        "DECODING 0/1",
                        "DECODING 1/1");
    }

    @ParameterizedTest
    @CsvSource({"ENCODING_TEXT, 0", "ENCODING_TEXT, 1", "DENOISING, 0", "DENOISING, 1", "DENOISING, 2", "DECODING, 0"})
    void stopsWhenAsked(Stage stage, int step) {
        List<String> reports = new ArrayList<>();
        assertThatThrownBy(() -> pipeline.generate(request(PROMPT, "", 5), (atStage, atStep, steps) -> {
                    reports.add(atStage + " " + atStep);
                    return atStage != stage || atStep != step;
                }))
                .isInstanceOf(CancelledException.class);
        assertThat(reports.getLast()).isEqualTo(stage + " " + step);
    }

    @Test
    void drawsNothingAfterItWasClosed() {
        TextToImage closed = TextToImage.open(MiniatureModels.folder("sd1"), GUARD, FULL);
        closed.close();
        closed.close();
        assertThatThrownBy(() -> closed.generate(request(PROMPT, "", 5), ProgressListener.NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void drawsNearlyTheSameInHalfThePrecision() {
        byte[] full = draw(request(PROMPT, "", 5)).rgb();
        EngineOptions half = new EngineOptions(Device.CPU, DType.BF16, 1);
        try (TextToImage bf16 = TextToImage.open(MiniatureModels.folder("sd1"), GUARD, half)) {
            byte[] rgb = bf16.generate(request(PROMPT, "", 5), ProgressListener.NONE).rgb();
            double difference = 0;
            for (int i = 0; i < rgb.length; i++) {
                difference += Math.abs((rgb[i] & 0xff) - (full[i] & 0xff));
            }
            assertThat(difference / rgb.length).isPositive().isLessThan(6);
        }
    }

    @Test
    void saysThatDamagedWeightsGiveNoPicture() {
        DamagedModel model = DamagedModel.of("sd1", temporary)
                .rewrite(
                        "unet/diffusion_pytorch_model.safetensors",
                        tensor -> Stream.of(tensor.name().equals("conv_in.bias") ? notANumber(tensor) : tensor));
        try (TextToImage damaged = TextToImage.open(model.folder(), GUARD, FULL)) {
            EngineException error = catchThrowableOfType(
                    EngineException.class, () -> damaged.generate(request(PROMPT, "", 5), ProgressListener.NONE));
            assertThat(error.code()).isEqualTo("engine.not-finite");
        }
    }

    private static TensorData notANumber(TensorData tensor) {
        short[] values = new short[tensor.shape().getFirst().intValue()];
        Arrays.fill(values, Float.floatToFloat16(Float.NaN));
        return new TensorData(tensor.name(), tensor.dtype(), tensor.shape(), MemorySegment.ofArray(values));
    }

    @ParameterizedTest
    @CsvSource({"sd1, DDIM, 7.5", "sd2v, DDIM, 7.5", "sdxl, EULER, 5", "mini, DDIM, 7.5"})
    void suggestsWhatTheFamilyIsBestAskedFor(String name, SamplerName sampler, double guidanceScale) {
        try (TextToImage model = TextToImage.open(MiniatureModels.folder(name), GUARD, FULL)) {
            assertThat(model.defaults())
                    .isEqualTo(new GenerationDefaults(50, guidanceScale, sampler, ScheduleName.NORMAL, 64, 64));
        }
    }

    @Test
    void suggestsWhatTheModelFolderSays() {
        DamagedModel model = DamagedModel.of("mini", temporary).write("bildwerk.json", """
                {"steps": 25, "guidance_scale": 4.0, "sampler": "dpm++-2m", "schedule": "karras", "width": 128,
                 "upscaler": "learned"}
                """);
        try (TextToImage mini = TextToImage.open(model.folder(), GUARD, FULL)) {
            assertThat(mini.defaults())
                    .isEqualTo(new GenerationDefaults(
                            25, 4, SamplerName.DPM_PLUS_PLUS_2M, ScheduleName.KARRAS, 128, 64, Upscaler.LEARNED));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"sampler\": \"magic\"} | magic",
        "{\"steps\": 0} | steps",
        "{\"steps\": 5000} | steps",
        "{\"width\": 100} | width",
        "{\"guidance_scale\": -1} | guidance",
        "{\"schedule\": 3} | schedule",
        "{\"upscaler\": \"magic\"} | magic",
    })
    void namesWhatIsWrongInTheModelFoldersSuggestions(String json, String named) {
        DamagedModel model = DamagedModel.of("mini", temporary).write("bildwerk.json", json);
        assertThatThrownBy(() -> TextToImage.open(model.folder(), GUARD, FULL))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("bildwerk.json")
                .hasMessageContaining(named);
    }

    private static Picture draw(GenerationRequest request) {
        return pipeline.generate(request, ProgressListener.NONE);
    }

    private static GenerationRequest request(String prompt, String negativePrompt, double guidanceScale) {
        return new GenerationRequest(
                prompt, negativePrompt, 1, 2, guidanceScale, SamplerName.EULER, ScheduleName.NORMAL, 32, 24);
    }
}
