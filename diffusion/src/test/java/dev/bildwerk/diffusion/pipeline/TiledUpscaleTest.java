package dev.bildwerk.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.diffusion.checkpoint.MiniatureModels;
import dev.bildwerk.diffusion.guide.GuideUse;
import dev.bildwerk.diffusion.picture.EnlargingFilter;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Resampling;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiledUpscaleTest {
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

    @ParameterizedTest
    @CsvSource({"40, 24, 2", "33, 25, 2", "31, 7, 1.5", "9, 70, 1", "5, 3, 3.7"})
    void aPictureOfAnySizeBecomesExactlyThatMuchLarger(int width, int height, double scale) {
        Picture larger = pipeline.upscale(upscale(slope(width, height), scale, 0.4), request(), ProgressListener.NONE);

        assertThat(larger.width()).isEqualTo((int) Math.round(width * scale));
        assertThat(larger.height()).isEqualTo((int) Math.round(height * scale));
    }

    @Test
    void aTileOfItsOwnIsWhatThePipelineMakesOfThatPicture() {
        Picture picture = slope(16, 16);
        TiledUpscale upscale = upscale(picture, 2, 0.5);
        Picture enlarged = picture.resized(32, 32, Resampling.LANCZOS);
        GenerationRequest alone = request().withSize(32, 32)
                .with(Controls.NONE.withStart(new Start.FromPicture(enlarged, 0.5)));

        Picture tiled = pipeline.upscale(upscale, request(), ProgressListener.NONE);

        assertThat(tiled.rgb()).isEqualTo(pipeline.generate(alone, ProgressListener.NONE).rgb());
    }

    @Test
    void theSameSeedGivesTheSamePictureAndSeedsCountUpFromTileToTile() {
        TiledUpscale upscale = upscale(slope(40, 24), 2, 0.4);

        assertThat(pipeline.upscale(upscale, request(), ProgressListener.NONE).rgb())
                .isEqualTo(pipeline.upscale(upscale, request(), ProgressListener.NONE).rgb());
        assertThat(upscale.requests(request())).extracting(GenerationRequest::seed).startsWith(5L, 6L, 7L).hasSize(6);
    }

    @Test
    void eachTileSeesItsPartOfAGuidesPicture() {
        Picture picture = slope(40, 24);
        GuideUse guide = GuideUse.of(Path.of("guide.safetensors"), picture);
        GenerationRequest request =
                request().with(Controls.NONE.withAdditions(Additions.NONE.withGuides(List.of(guide))));

        assertThat(upscale(picture, 2, 0.4).requests(request)).allSatisfy(tile -> {
            Picture shown = tile.controls().additions().guides().getFirst().picture();
            assertThat(shown.rgb()).isEqualTo(((Start.FromPicture) tile.controls().start()).picture().rgb());
        });
    }

    @Test
    void tellsOfAllTilesAsOfOnePictureAndStopsBetweenSteps() {
        List<String> heard = new ArrayList<>();
        TiledUpscale upscale = upscale(slope(40, 24), 2, 0.4);

        pipeline.upscale(upscale, request(), (stage, step, steps) -> heard.add(stage + " " + step + "/" + steps));

        assertThat(heard).doesNotHaveDuplicates().contains("DENOISING 0/12", "DENOISING 1/12", "DENOISING 12/12");
        assertThatThrownBy(() -> pipeline.upscale(upscale, request(), (stage, step, steps) -> step < 5))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void theGuardSeesTheRequestBeforeATileIsDrawn() {
        List<String> heard = new ArrayList<>();
        GenerationRequest other = new GenerationRequest(
                "a dog", "", 5, 4, 3, SamplerName.EULER, ScheduleName.NORMAL, 32, 32);

        assertThatThrownBy(() -> pipeline.upscale(
                        upscale(slope(40, 24), 2, 0.4), other, (stage, step, steps) -> heard.add("step")))
                .isInstanceOf(RefusedException.class);
        assertThat(heard).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 32, 8, 0.3, 1 to 8",
        "9, 32, 8, 0.3, 1 to 8",
        "NaN, 32, 8, 0.3, 1 to 8",
        "2, 33, 8, 0.3, such as 32 or 40",
        "2, 8, 4, 0.3, may be 32",
        "2, 32, 17, 0.3, half a tile",
        "2, 32, -1, 0.3, half a tile",
        "2, 32, 8, 0, above 0",
        "2, 32, 8, 1.5, at most 1"
    })
    void saysWhatIsOutOfItsRange(double scale, int tile, int overlap, double strength, String sentence) {
        assertThatThrownBy(() -> new TiledUpscale(
                        slope(16, 16), scale, EnlargingFilter.LANCZOS, tile, overlap, strength))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void refusesAPictureThatWouldBecomeTooLarge() {
        assertThatThrownBy(() -> upscale(slope(4096, 8), 8, 0.3)).hasMessageContaining("16,384");
        assertThatThrownBy(() -> TiledUpscale.enlarged(slope(2000, 2000), 8, EnlargingFilter.NEAREST))
                .hasMessageContaining("100,000,000");
    }

    @Test
    void refusesASecondPassInEveryTile() {
        GenerationRequest request = request().with(
                Controls.NONE.withHires(new HiresFix(2, 0, 0.5, Upscaler.LANCZOS)));

        assertThatThrownBy(() -> pipeline.upscale(upscale(slope(16, 16), 2, 0.3), request, ProgressListener.NONE))
                .isInstanceOf(InvalidRequestException.class);
    }

    private static TiledUpscale upscale(Picture picture, double scale, double strength) {
        return new TiledUpscale(picture, scale, EnlargingFilter.LANCZOS, 32, 8, strength);
    }

    private static GenerationRequest request() {
        return new GenerationRequest(PROMPT, "", 5, 5, 3, SamplerName.EULER, ScheduleName.NORMAL, 64, 64);
    }

    private static Picture slope(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (60 + (i / 3 % width) * 100 / width + i % 3 * 30);
        }
        return new Picture(width, height, rgb);
    }
}
