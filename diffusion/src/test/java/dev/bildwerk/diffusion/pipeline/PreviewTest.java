package dev.bildwerk.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.guard.Verdict;
import dev.bildwerk.diffusion.checkpoint.MiniatureModels;
import dev.bildwerk.diffusion.parity.Closeness;
import dev.bildwerk.diffusion.parity.Family;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Resampling;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Flops;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreviewTest {
    private static final EngineOptions OPTIONS = new EngineOptions(Device.CPU, DType.F32, 1);
    private static final Path DEFAULT_MODEL = Path.of("..", "models", "bildwerk-mini");

    @ParameterizedTest
    @EnumSource
    void aListenerIsShownThePictureAfterTheStepsThatItWants(Family family) {
        Shown shown = new Shown(step -> step != 2);
        GenerationRequest request = request(4);
        try (TextToImage painter = open(family, picture -> true)) {
            Picture picture = painter.generate(request, shown);

            assertThat(shown.steps).containsExactly(1, 3, 4);
            assertThat(shown.pictures).allSatisfy(preview ->
                    assertThat(List.of(preview.width(), preview.height())).containsExactly(48, 32));
            assertThat(shown.pictures.getFirst().rgb()).isNotEqualTo(shown.pictures.getLast().rgb());
            assertThat(painter.generate(request).rgb()).isEqualTo(picture.rgb());
        }
    }

    @Test
    void aPreviewThatTheGuardDoesNotAdmitIsNotShownAndTheWorkGoesOn() {
        Shown shown = new Shown(step -> true);
        List<Picture> looked = new ArrayList<>();
        try (TextToImage painter = open(Family.SD1, picture -> {
            looked.add(picture);
            return looked.size() != 2;
        })) {
            Picture picture = painter.generate(request(4), shown);

            assertThat(shown.steps).containsExactly(1, 3, 4);
            assertThat(looked).hasSize(5);
            assertThat(looked.getLast().rgb()).isEqualTo(picture.rgb());
        }
    }

    @Test
    void aSecondPassIsShownInItsOwnSize() {
        Shown shown = new Shown(step -> true);
        HiresFix twice = new HiresFix(2, 2, 1, Upscaler.LATENT_BILINEAR);
        try (TextToImage painter = open(Family.SD1, picture -> true)) {
            painter.generate(request(2).with(Controls.NONE.withHires(twice)), shown);
        }
        assertThat(shown.pictures.stream().map(Picture::width)).containsExactly(48, 48, 96, 96);
    }

    /** Once a model of unknown latents has been asked for its colours. */
    @Test
    void nothingRunsForItButTheMixtureOfColours() {
        GenerationRequest request = request(4);
        try (TextToImage painter = open(Family.SD1, picture -> true)) {
            painter.generate(request, new Shown(step -> true));
            long plain = Flops.of(() -> painter.generate(request));
            long shown = Flops.of(() -> painter.generate(request, new Shown(step -> true)));
            int pixels = 12 * 8;
            assertThat(shown - plain).isEqualTo(4L * 2 * 3 * 4 * pixels);
        }
    }

    @Test
    void theDefaultModelsLastPreviewLooksLikeItsPicture() {
        Shown shown = new Shown(step -> true);
        try (TextToImage painter = TextToImage.open(DEFAULT_MODEL, guard(picture -> true), OPTIONS)) {
            Picture picture = painter.generate(painter.defaults().request("a red apple", 7), shown);

            assertThat(shown.pictures).hasSize(painter.defaults().steps());
            assertThat(decibels(shown.pictures.getLast(), picture)).isGreaterThan(15);
            assertThat(decibels(shown.pictures.getLast(), picture))
                    .isGreaterThan(decibels(shown.pictures.getFirst(), picture));
        }
    }

    /** In the preview's own resolution. */
    private static double decibels(Picture preview, Picture picture) {
        return Closeness.psnr(
                Closeness.unit(preview.resized(16, 16, Resampling.LANCZOS).rgb()),
                Closeness.unit(picture.resized(16, 16, Resampling.LANCZOS).rgb()));
    }

    private static GenerationRequest request(int steps) {
        return new GenerationRequest(
                "a red apple", "", 7, steps, 3, SamplerName.EULER, ScheduleName.NORMAL, 48, 32);
    }

    private static TextToImage open(Family family, Predicate<Picture> admits) {
        Path folder = MiniatureModels.folder(family.name().toLowerCase(Locale.ROOT));
        return TextToImage.open(folder, guard(admits), OPTIONS);
    }

    /** Admits apples, and what the test says of pictures. */
    private static Guard guard(Predicate<Picture> admits) {
        return new Guard() {
            @Override
            public Verdict admitModel(Path model) {
                return Verdict.admitted();
            }

            @Override
            public Verdict admit(GenerationRequest request) {
                return request.prompt().equals("a red apple")
                        ? Verdict.admitted()
                        : Verdict.refused("test.refused", "This guard admits apples only.");
            }

            @Override
            public Verdict look(GenerationRequest request, Picture picture) {
                return admits.test(picture) ? Verdict.admitted() : Verdict.refused("test.refused", "Not this one.");
            }
        };
    }

    private static final class Shown implements ProgressListener {
        private final Predicate<Integer> wanted;
        private final List<Integer> steps = new ArrayList<>();
        private final List<Picture> pictures = new ArrayList<>();

        Shown(Predicate<Integer> wanted) {
            this.wanted = wanted;
        }

        @Override
        public boolean progress(Stage stage, int step, int all) {
            return true;
        }

        @Override
        public boolean wantsPreview(int step, int all) {
            return wanted.test(step);
        }

        @Override
        public void preview(int step, int all, Picture picture) {
            steps.add(step);
            pictures.add(picture);
        }
    }
}
