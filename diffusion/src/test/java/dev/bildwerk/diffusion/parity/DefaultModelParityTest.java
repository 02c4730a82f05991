package dev.bildwerk.diffusion.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.diffusion.pipeline.EngineOptions;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.ProgressListener;
import dev.bildwerk.diffusion.pipeline.TextToImage;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The default model of this checkout against the picture that {@code reference/compare_default_model.py} drew with it. */
class DefaultModelParityTest {
    /** Tests run in their module's folder. */
    private static final Path MODEL = Path.of("..", "models", "bildwerk-mini");

    private static final double DECIBELS = 45;

    @Test
    void drawsThePictureOfDiffusers() throws IOException {
        EngineOptions options = new EngineOptions(Device.CPU, DType.F32, 1);
        try (FixtureFile expected = FixtureFile.open("default-model.safetensors")) {
            GenerationRequest request = request(new ObjectMapper().readTree(expected.metadata("request")));
            try (TextToImage pipeline = TextToImage.open(MODEL, FixtureGuard.of(MODEL, request), options)) {
                Picture picture = pipeline.generate(request, ProgressListener.NONE);
                assertThat(Closeness.psnr(Closeness.unit(picture.rgb()), Closeness.unit(expected.bytes("picture"))))
                        .isGreaterThanOrEqualTo(DECIBELS);
            }
        }
    }

    static GenerationRequest request(JsonNode json) {
        SamplerName sampler = Arrays.stream(SamplerName.values())
                .filter(value -> value.option().equals(json.get("sampler").asText()))
                .findFirst()
                .orElseThrow();
        return new GenerationRequest(
                json.get("prompt").asText(),
                json.get("negativePrompt").asText(),
                json.get("seed").asLong(),
                json.get("steps").asInt(),
                json.get("guidanceScale").asDouble(),
                sampler,
                ScheduleName.NORMAL,
                json.get("width").asInt(),
                json.get("height").asInt());
    }
}
