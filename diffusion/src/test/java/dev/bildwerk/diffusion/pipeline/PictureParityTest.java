package dev.bildwerk.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.checkpoint.DiffusersFolder;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.MiniatureModels;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole pictures against those that diffusers' own pipelines draw with the same seed. */
class PictureParityTest {
    private static final String PROMPT = "a red fox in the snow, watercolor";
    private static final String NEGATIVE_PROMPT = "blurry, dark";

    static Stream<Arguments> familiesAndSamplers() {
        return MiniatureModels.NAMES.stream()
                .flatMap(name -> Stream.of(
                        Arguments.of(name, SamplerName.DDIM), Arguments.of(name, SamplerName.EULER)));
    }

    @ParameterizedTest
    @MethodSource("familiesAndSamplers")
    void drawsThePictureOfDiffusers(String name, SamplerName sampler) {
        Path folder = MiniatureModels.folder(name);
        EngineOptions options = new EngineOptions(Device.CPU, DType.F32, 1);
        try (TextToImage pipeline =
                        TextToImage.open(folder, FixedPromptsGuard.of(PROMPT, NEGATIVE_PROMPT), options);
                Scope scope = Scope.open()) {
            Picture picture = pipeline.generate(request(sampler), ProgressListener.NONE);
            Tensor expected = MiniatureModels.read(
                    folder.resolve("pictures.safetensors"), sampler.option() + ".picture");
            assertThat(peakSignalToNoise(picture, expected)).isGreaterThan(50);
        }
    }

    @ParameterizedTest
    @MethodSource("familiesAndSamplers")
    void reachesTheLatentOfDiffusers(String name, SamplerName sampler) {
        Path folder = MiniatureModels.folder(name);
        try (LoadedModel model =
                        LoadedModel.read(DiffusersFolder.open(folder), new Placement(Device.CPU, DType.F32));
                Scope scope = Scope.open()) {
            Tensor latent = new LatentDrawing(model).latent(request(sampler), ProgressListener.NONE);
            Tensor expected = MiniatureModels.read(
                    folder.resolve("pictures.safetensors"), sampler.option() + ".latent");
            double scale = expected.abs().max();
            assertThat(latent.sub(expected).abs().max() / scale).isLessThan(1e-3);
        }
    }

    private static GenerationRequest request(SamplerName sampler) {
        return new GenerationRequest(
                PROMPT, NEGATIVE_PROMPT, 42, 10, 5, sampler, ScheduleName.NORMAL, 64, 64);
    }

    /** In decibels over 8-bit values; rounding to them alone leaves about 59. */
    private static double peakSignalToNoise(Picture picture, Tensor expected) {
        float[] reference = expected.permute(0, 2, 3, 1).toFloats();
        double squares = 0;
        for (int i = 0; i < reference.length; i++) {
            double difference = (picture.rgb()[i] & 0xff) - Math.rint(255 * reference[i]);
            squares += difference * difference;
        }
        double peak = 10 * Math.log10(255 * 255 / (squares / reference.length));
        return peak;
    }
}
