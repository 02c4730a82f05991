package dev.bildwerk.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.diffusion.checkpoint.MiniatureModels;
import dev.bildwerk.diffusion.picture.Box;
import dev.bildwerk.diffusion.picture.Mask;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Resampling;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlsTest {
    private static final String PROMPT = "a red fox";

    private static TextToImage pipeline;

    @BeforeAll
    static void open() {
        pipeline = TextToImage.open(
                MiniatureModels.folder("sd1"),
                FixedPromptsGuard.of(PROMPT),
                new EngineOptions(Device.CPU, DType.F32, 1));
    }

    @AfterAll
    static void close() {
        pipeline.close();
    }

    @Test
    void aLittleStrengthLeavesMoreOfThePictureThanMuch() {
        Picture before = draw(UnaryOperator.identity());

        double little = difference(before, draw(controls -> controls.withStart(new Start.FromPicture(before, 0.3))));
        double much = difference(before, draw(controls -> controls.withStart(new Start.FromPicture(before, 0.9))));

        assertThat(little).isPositive().isLessThan(much);
    }

    @ParameterizedTest
    @EnumSource
    void inpaintingKeepsEveryPixelUnderTheBlackOfTheMask(Start.Filling filling) {
        Picture before = draw(UnaryOperator.identity());
        Box hole = new Box(8, 4, 12, 10);
        Mask mask = spot(32, 24, hole);

        Picture after = draw(controls -> controls.withStart(
                new Start.Inpainting(before, mask, 1, filling, Start.Area.WHOLE, 0)));

        assertThat(pixelsChanged(before, after, hole)).isPositive();
        assertThat(pixelsChanged(before, after, null) - pixelsChanged(before, after, hole)).isZero();
    }

    @Test
    void aPictureOfAnySizeIsInpaintedInTheMaskedPartAlone() {
        Picture before = draw(UnaryOperator.identity()).resized(75, 61, Resampling.BICUBIC);
        Box hole = new Box(40, 30, 9, 7);

        Picture after = draw(controls -> controls.withStart(new Start.Inpainting(
                before, spot(75, 61, hole), 1, Start.Filling.ORIGINAL, new Start.Area.Masked(4), 0)));

        assertThat(after.width()).isEqualTo(75);
        assertThat(after.height()).isEqualTo(61);
        assertThat(pixelsChanged(before, after, hole)).isPositive();
        assertThat(pixelsChanged(before, after, null)).isEqualTo(pixelsChanged(before, after, hole));
    }

    @Test
    void aBlurredMaskChangesNothingFarFromIt() {
        Picture before = draw(UnaryOperator.identity());
        Box hole = new Box(4, 4, 6, 6);

        Picture after = draw(controls -> controls.withStart(
                new Start.Inpainting(before, spot(32, 24, hole), 1, Start.Filling.ORIGINAL, Start.Area.WHOLE, 1)));

        assertThat(pixelsChanged(before, after, new Box(20, 0, 12, 24))).isZero();
    }

    @Test
    void aVariationOfNoStrengthIsThePictureAndOneOfFullStrengthTheOtherSeeds() {
        byte[] picture = draw(UnaryOperator.identity()).rgb();

        assertThat(draw(controls -> controls.withVariation(new Variation(9, 0))).rgb()).isEqualTo(picture);
        Picture other = pipeline.generate(request(Controls.NONE).withSeed(9), ProgressListener.NONE);
        assertThat(difference(draw(controls -> controls.withVariation(new Variation(9, 1))), other)).isLessThan(0.1);
        assertThat(draw(controls -> controls.withVariation(new Variation(9, 0.2))).rgb())
                .isNotEqualTo(picture)
                .isNotEqualTo(other.rgb());
    }

    @Test
    void theNoiseOfAGpuGivesAnotherPicture() {
        assertThat(draw(controls -> controls.withNoiseDevice(NoiseDevice.GPU)).rgb())
                .isNotEqualTo(draw(UnaryOperator.identity()).rgb());
    }

    /** Turned by half its width, a tile has its seam in the middle, where a picture is as smooth as anywhere. */
    @Test
    void tilesFitEachOther() {
        double seam = seam(draw(controls -> controls.withTiling(true)));
        double plain = seam(draw(UnaryOperator.identity()));

        assertThat(seam).isLessThan(plain);
    }

    @ParameterizedTest
    @EnumSource
    void aSecondPassGivesALargerPicture(Upscaler upscaler) {
        List<String> reports = new ArrayList<>();
        GenerationRequest request = request(Controls.NONE.withHires(new HiresFix(1.5, 3, 0.7, upscaler)));

        Picture picture = pipeline.generate(request, (stage, step, steps) -> reports.add(stage + " " + step + "/" + steps));

        assertThat(picture.width()).isEqualTo(48);
        assertThat(picture.height()).isEqualTo(32);
        assertThat(reports)
                .containsSubsequence("DENOISING 0/6", "DENOISING 4/6", "DENOISING 5/6", "DENOISING 6/6", "DECODING 0/1");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1.01, Double.NaN})
    void refusesAStrengthThatIsNone(double strength) {
        Picture picture = new Picture(1, 1, new byte[3]);

        assertThatThrownBy(() -> new Start.FromPicture(picture, strength))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("strength");
    }

    @Test
    void refusesAMaskThatIsBlackOrOfAnotherSize() {
        Picture picture = new Picture(2, 2, new byte[12]);

        assertThatThrownBy(() -> new Start.Inpainting(
                        picture, Mask.filled(2, 2, 0), 1, Start.Filling.ORIGINAL, Start.Area.WHOLE, 0))
                .hasMessageContaining("black");
        assertThatThrownBy(() -> new Start.Inpainting(
                        picture, Mask.filled(2, 3, 255), 1, Start.Filling.ORIGINAL, Start.Area.WHOLE, 0))
                .hasMessageContaining("2 x 3");
    }

    private static Picture draw(UnaryOperator<Controls> controls) {
        return pipeline.generate(request(controls.apply(Controls.NONE)), ProgressListener.NONE);
    }

    private static GenerationRequest request(Controls controls) {
        return new GenerationRequest(PROMPT, "", 1, 4, 3, SamplerName.EULER, ScheduleName.KARRAS, 32, 24, controls);
    }

    private static double difference(Picture a, Picture b) {
        double sum = 0;
        for (int i = 0; i < a.rgb().length; i++) {
            sum += Math.abs((a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff));
        }
        return sum / a.rgb().length;
    }

    /** @param box to look at; null for everything */
    private static int pixelsChanged(Picture a, Picture b, Box box) {
        Box all = box == null ? new Box(0, 0, a.width(), a.height()) : box;
        int changed = 0;
        for (int y = all.y(); y < all.y() + all.height(); y++) {
            for (int x = all.x(); x < all.x() + all.width(); x++) {
                int i = (y * a.width() + x) * 3;
                if (a.rgb()[i] != b.rgb()[i] || a.rgb()[i + 1] != b.rgb()[i + 1] || a.rgb()[i + 2] != b.rgb()[i + 2]) {
                    changed++;
                }
            }
        }
        return changed;
    }

    /** Mean step from the last column to the first, as a part of the mean step between neighbours. */
    private static double seam(Picture picture) {
        double across = 0;
        double inside = 0;
        for (int y = 0; y < picture.height(); y++) {
            for (int c = 0; c < 3; c++) {
                int row = y * picture.width() * 3 + c;
                across += Math.abs((picture.rgb()[row] & 0xff) - (picture.rgb()[row + (picture.width() - 1) * 3] & 0xff));
                for (int x = 1; x < picture.width(); x++) {
                    inside += Math.abs((picture.rgb()[row + x * 3] & 0xff) - (picture.rgb()[row + x * 3 - 3] & 0xff));
                }
            }
        }
        return across / (inside / (picture.width() - 1));
    }

    private static Mask spot(int width, int height, Box box) {
        return Mask.outside(width, height, box).inverted();
    }
}
