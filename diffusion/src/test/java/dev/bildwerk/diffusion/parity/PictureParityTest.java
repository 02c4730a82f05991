package dev.bildwerk.diffusion.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.pipeline.EngineOptions;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.ProgressListener;
import dev.bildwerk.diffusion.pipeline.TextToImage;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Words in, picture out: what diffusers' own pipelines draw, from the same folder, prompt and seed. */
class PictureParityTest {
    private static final double DECIBELS = 60;

    /** diffusers' own bf16 pictures of these models lie 42 dB and more from its fp32 pictures. */
    private static final double BF16_DECIBELS = 36;

    @ParameterizedTest
    @EnumSource
    void drawsThePicturesOfDiffusers(Family family) {
        try (FixtureFile expected = family.open("pictures.safetensors");
                TextToImage pipeline = open(family, DType.F32)) {
            for (String name : PictureCases.names(expected)) {
                assertThat(decibels(pipeline, expected, name)).as(name).isGreaterThanOrEqualTo(DECIBELS);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void drawsNearlyThatPictureInBf16(Family family) {
        try (FixtureFile expected = family.open("pictures.safetensors");
                TextToImage pipeline = open(family, DType.BF16)) {
            assertThat(decibels(pipeline, expected, "ddim")).isGreaterThanOrEqualTo(BF16_DECIBELS);
        }
    }

    private static TextToImage open(Family family, DType precision) {
        EngineOptions options = new EngineOptions(Device.CPU, precision, 1);
        Path model = FixtureFile.path(family.folder());
        return TextToImage.open(model, FixtureGuard.of(model, PictureCases.request("ddim")), options);
    }

    private static double decibels(TextToImage pipeline, FixtureFile expected, String name) {
        Picture picture = pipeline.generate(PictureCases.request(name), ProgressListener.NONE);
        assertThat(new long[] {picture.height(), picture.width(), 3}).isEqualTo(expected.shape(name + ".picture"));
        return Closeness.psnr(
                Closeness.unit(picture.rgb()), Closeness.unit(expected.bytes(name + ".picture")));
    }
}
