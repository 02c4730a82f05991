package dev.bildwerk.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.diffusion.adapter.AdapterUse;
import dev.bildwerk.diffusion.guard.Refusal;
import dev.bildwerk.diffusion.guard.Verdict;
import dev.bildwerk.diffusion.guide.GuideUse;
import dev.bildwerk.diffusion.guide.Preparation;
import dev.bildwerk.diffusion.picture.EnlargingFilter;
import dev.bildwerk.diffusion.picture.Mask;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.Additions;
import dev.bildwerk.diffusion.pipeline.Controls;
import dev.bildwerk.diffusion.pipeline.EngineOptions;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.HiresFix;
import dev.bildwerk.diffusion.pipeline.ProgressListener;
import dev.bildwerk.diffusion.pipeline.RefusedException;
import dev.bildwerk.diffusion.pipeline.Start;
import dev.bildwerk.diffusion.pipeline.TextToImage;
import dev.bildwerk.diffusion.pipeline.TiledUpscale;
import dev.bildwerk.diffusion.pipeline.Upscaler;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.safety.consent.RegistryStore;
import dev.bildwerk.safety.hash.HashStore;
import dev.bildwerk.safety.install.NarrowCheck;
import dev.bildwerk.safety.model.KnownCleanModels;
import dev.bildwerk.safety.picture.Patterns;
import dev.bildwerk.safety.picture.PictureCheck;
import dev.bildwerk.safety.picture.PictureScores;
import dev.bildwerk.safety.picture.PictureThresholds;
import dev.bildwerk.safety.upload.UploadedPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard with a picture check of random weights, which takes some harmless patterns for sexual. */
class PictureCheckGuardTest {
    private static final Path MODEL = Path.of("..", "models", "bildwerk-mini");
    private static final Path CONCEPTS = Path.of("src/test/resources/fixtures/concepts");
    private static final double NOTHING = 0.9999999;
    private static final double EVERYTHING = 1e-12;

    @TempDir
    Path folder;

    private Path unknownModel;
    private Picture worst;
    private Picture best;
    private PictureThresholds between;

    @BeforeEach
    void findWhatTheRandomNetworkTakesForWorst() throws IOException {
        unknownModel = Files.createDirectories(folder.resolve("model"));
        Files.writeString(unknownModel.resolve("unet.safetensors"), "weights of anyone");
        var classifier = check(NOTHING, NOTHING).current().orElseThrow().classifier();
        List<Picture> patterns =
                IntStream.range(1, 12).mapToObj(Patterns::of).sorted(Comparator.comparingDouble(
                                picture -> classifier.scores(picture).explicit()))
                        .toList();
        best = patterns.getFirst();
        worst = patterns.getLast();
        PictureScores low = classifier.scores(best);
        PictureScores high = classifier.scores(worst);
        assertThat(high.explicit() - low.explicit()).isGreaterThan(0.05);
        between = new PictureThresholds((low.explicit() + high.explicit()) / 2, NOTHING, NOTHING, 0.5);
    }

    private PictureCheck check(double sexual, double face) {
        return NarrowCheck.in(folder.resolve("check"), new PictureThresholds(sexual, NOTHING, face, 0.5));
    }

    private BildwerkGuard guard(PictureCheck check, Locale locale) {
        return new BildwerkGuard(
                KnownCleanModels.shipped(), new HashStore(folder.resolve("blocked-hashes.csv")), check, new RegistryStore(folder.resolve("registry")), locale);
    }

    private BildwerkGuard guard(PictureThresholds thresholds) {
        return guard(NarrowCheck.in(folder.resolve("check"), thresholds), Locale.ENGLISH);
    }

    private static GenerationRequest request() {
        return new GenerationRequest("a windmill", "", 1, 20, 7, SamplerName.EULER, ScheduleName.NORMAL, 64, 64);
    }

    private static GenerationRequest from(Start start) {
        return request().with(Controls.NONE.withStart(start));
    }

    private static Start inpainting(Picture picture) {
        byte[] white = new byte[picture.width() * picture.height()];
        Arrays.fill(white, (byte) 255);
        Mask mask = new Mask(picture.width(), picture.height(), white);
        return new Start.Inpainting(picture, mask, 0.3, Start.Filling.ORIGINAL, Start.Area.WHOLE, 0);
    }

    private static Refusal refusal(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        return ((Verdict.Refused) verdict).refusal();
    }

    @Test
    void withoutTheCheckAModelThatIsNotKnownToBeCleanIsNotOpenedAndTheSentenceNamesTheRemedy() {
        BildwerkGuard guard = guard(new PictureCheck(folder.resolve("none")), Locale.ENGLISH);
        Refusal refusal = refusal(guard.admitModel(unknownModel));
        assertThat(refusal.code()).isEqualTo("model.not-known-clean");
        assertThat(refusal.message()).contains(unknownModel.toString(), "bildwerk safety install").endsWith(".");
        BildwerkGuard german = guard(new PictureCheck(folder.resolve("none")), Locale.GERMAN);
        assertThat(refusal(german.admitModel(unknownModel)).message())
                .contains("Bildprüfung", "bildwerk safety install");
    }

    @Test
    void withTheCheckItIsOpenedAndItsPicturesAreLookedAt() {
        BildwerkGuard guard = guard(between);
        assertThat(guard.admitModel(unknownModel)).isEqualTo(Verdict.admitted());
        assertThat(guard.look(request(), best)).isEqualTo(Verdict.admitted());
        Refusal refusal = refusal(guard.look(request(), worst));
        assertThat(refusal.code()).isEqualTo("picture.sexual");
        assertThat(refusal.message()).matches("The picture check takes [^.]*\\.");
    }

    @Test
    void looksAtPicturesOfKnownModelsTooWhereItIsInstalled() {
        assertThat(refusal(guard(between).look(request(), worst)).code()).isEqualTo("picture.sexual");
        PictureCheck same = NarrowCheck.in(folder.resolve("check"), between);
        assertThat(refusal(guard(same, Locale.GERMAN).look(request(), worst)).message())
                .matches("Die Bildprüfung hält [^.]*\\.");
    }

    @Test
    void looksAtWhatAPictureIsMadeFrom() {
        BildwerkGuard guard = guard(between);
        assertThat(guard.admit(from(new Start.FromPicture(best, 0.3)))).isEqualTo(Verdict.admitted());
        assertThat(refusal(guard.admit(from(new Start.FromPicture(worst, 0.3)))).code()).isEqualTo("picture.sexual");
        assertThat(refusal(guard.admit(from(inpainting(worst)))).code()).isEqualTo("picture.sexual");
    }

    @Test
    void aSuggestivePictureIsRefusedByTheSumOfAllThree() {
        PictureScores scores = new PictureScores(0.1f, 0.1f, 0.2f, 0.2f, 0.4f);
        assertThat(new PictureThresholds(0.35, 0.8, 0.5, 0.5).areSexual(scores)).isFalse();
        assertThat(new PictureThresholds(0.35, 0.65, 0.5, 0.5).areSexual(scores)).isTrue();
        assertThat(new PictureThresholds(0.25, 0.8, 0.5, 0.5).areSexual(scores)).isTrue();
        assertThat(new PictureThresholds(0.35, 0.8, 0.5, 0.5)
                        .areSexual(new PictureScores(0, Float.NaN, 0, 0, 0)))
                .isTrue();
    }

    @Test
    void showsNothingWhileAFileIsMissingOrChanged() throws IOException {
        NarrowCheck.in(folder.resolve("check"), between);
        Path file = folder.resolve("check").resolve("classifier.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        requireNothingShown();
        Files.delete(file);
        requireNothingShown();
        Files.writeString(file, "");
        requireNothingShown();
    }

    private void requireNothingShown() {
        BildwerkGuard guard =
                guard(new PictureCheck(folder.resolve("check"), NarrowCheck.FILES, between), Locale.ENGLISH);
        for (Verdict verdict : new Verdict[] {
            guard.admitModel(unknownModel),
            guard.admit(request()),
            guard.look(request(), best),
            guard.admit(from(new Start.FromPicture(best, 0.3)))
        }) {
            Refusal refusal = refusal(verdict);
            assertThat(refusal.code()).isEqualTo("picture.check-broken");
            assertThat(refusal.message())
                    .contains(folder.resolve("check").toString(), "bildwerk safety install")
                    .endsWith(".");
        }
        assertThat(guard.admitModel(MODEL)).isEqualTo(Verdict.admitted());
    }

    @Test
    void goesOnLookingWhenItsFilesAreTakenAwayMeanwhile() throws IOException {
        BildwerkGuard guard = guard(between);
        assertThat(guard.admitModel(unknownModel)).isEqualTo(Verdict.admitted());
        Files.delete(folder.resolve("check").resolve("classifier.safetensors"));
        Files.delete(folder.resolve("check").resolve("faces.safetensors"));
        assertThat(refusal(guard.look(request(), worst)).code()).isEqualTo("picture.sexual");
        assertThat(guard.look(request(), best)).isEqualTo(Verdict.admitted());
    }

    @Test
    void isTakenUpWhenItIsInstalledMeanwhile() {
        PictureCheck check = new PictureCheck(folder.resolve("later"), NarrowCheck.FILES, between);
        BildwerkGuard guard = guard(check, Locale.ENGLISH);
        assertThat(guard.look(request(), worst)).isEqualTo(Verdict.admitted());
        NarrowCheck.in(folder.resolve("later"), between);
        assertThat(refusal(guard.look(request(), worst)).code()).isEqualTo("picture.sexual");
    }

    @Test
    void aModelThatIsNotKnownToBeCleanMakesNoPersonAnew() {
        BildwerkGuard guard = guard(check(NOTHING, EVERYTHING), Locale.ENGLISH);
        assertThat(guard.admitModel(unknownModel)).isEqualTo(Verdict.admitted());
        for (Start start : List.of(inpainting(best), new Start.FromPicture(best, 0.51))) {
            Refusal refusal = refusal(guard.admit(from(start)));
            assertThat(refusal.code()).isEqualTo("picture.person");
            assertThat(refusal.message()).matches("This picture shows a person[^.]*\\.");
        }
        assertThat(guard.admit(from(new Start.FromPicture(best, 0.5)))).isEqualTo(Verdict.admitted());
    }

    @Test
    void aSecondPassAndAGuideCountToo() {
        BildwerkGuard guard = guard(check(NOTHING, EVERYTHING), Locale.ENGLISH);
        assertThat(guard.admitModel(unknownModel)).isEqualTo(Verdict.admitted());
        Controls little = Controls.NONE.withStart(new Start.FromPicture(best, 0.2));
        Controls second = little.withHires(new HiresFix(2, 0, 0.9, Upscaler.LANCZOS));
        assertThat(guard.admit(request().with(little))).isEqualTo(Verdict.admitted());
        assertThat(refusal(guard.admit(request().with(second))).code()).isEqualTo("picture.person");
        for (Preparation preparation : Preparation.values()) {
            GuideUse guide = new GuideUse(Path.of("tile.safetensors"), best, preparation, 1, 0, 1);
            Controls guided = Controls.NONE.withAdditions(Additions.NONE.withGuides(List.of(guide)));
            Verdict verdict = guard.admit(request().with(guided));
            if (preparation == Preparation.CANNY) {
                assertThat(verdict).isEqualTo(Verdict.admitted());
            } else {
                assertThat(refusal(verdict).code()).isEqualTo("picture.person");
            }
        }
    }

    @Test
    void tilesAreNoWayAroundLookingAtTheWhole() {
        EngineOptions options = new EngineOptions(Device.CPU, DType.F32, 1);
        BildwerkGuard guard = guard(check(NOTHING, EVERYTHING), Locale.ENGLISH);
        try (TextToImage pipeline = TextToImage.open(MODEL, guard, options)) {
            assertThat(guard.admitModel(unknownModel)).isEqualTo(Verdict.admitted());
            TiledUpscale upscale = new TiledUpscale(best, 1, EnlargingFilter.LANCZOS, 64, 8, 0.9);
            assertThatThrownBy(() -> pipeline.upscale(
                            upscale, pipeline.defaults().request("a red apple", 7), ProgressListener.NONE))
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.refusal().code()).isEqualTo("picture.person"));
        }
    }

    @Test
    void whereNoPersonIsFoundItMay() {
        BildwerkGuard guard = guard(check(NOTHING, NOTHING), Locale.ENGLISH);
        assertThat(guard.admitModel(unknownModel)).isEqualTo(Verdict.admitted());
        assertThat(guard.admit(from(inpainting(best)))).isEqualTo(Verdict.admitted());
        assertThat(guard.admit(from(new Start.FromPicture(best, 1)))).isEqualTo(Verdict.admitted());
    }

    @Test
    void aLoraThatIsNotKnownCountsFromTheFirstRequestOn() throws IOException {
        EngineOptions options = new EngineOptions(Device.CPU, DType.F32, 1);
        Path lora = Files.writeString(folder.resolve("lora.safetensors"), "a LoRA of anyone");
        try (TextToImage pipeline = TextToImage.open(MODEL, guard(check(NOTHING, EVERYTHING), Locale.ENGLISH), options)) {
            GenerationRequest plain = pipeline.defaults().request("a red apple", 7).withSteps(2);
            Controls changing = Controls.NONE.withStart(inpainting(best));
            pipeline.requirePossible(List.of(plain.with(changing)));
            Controls withLora = changing.withAdditions(Additions.NONE.withAdapters(List.of(new AdapterUse(lora, 1, 1))));
            assertThatThrownBy(() -> pipeline.requirePossible(List.of(plain.with(withLora))))
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.refusal().code()).isEqualTo("picture.person"));
        }
    }

    @Test
    void modelsThatAreKnownToBeCleanMayChangeAnyHarmlessPicture() {
        BildwerkGuard guard = guard(check(NOTHING, EVERYTHING), Locale.ENGLISH);
        assertThat(guard.admitModel(MODEL)).isEqualTo(Verdict.admitted());
        assertThat(guard.admit(from(inpainting(best)))).isEqualTo(Verdict.admitted());
    }

    @Test
    void aSafetyCheckerThatComesAlongLooksToo() throws IOException {
        Path checker = Files.createDirectories(unknownModel.resolve("safety_checker"));
        for (String name : List.of("config.json", "model.safetensors")) {
            Files.copy(CONCEPTS.resolve("safety_checker").resolve(name), checker.resolve(name));
        }
        BildwerkGuard guard = guard(check(NOTHING, NOTHING), Locale.ENGLISH);
        assertThat(guard.look(request(), concept("soft-noise-64x64"))).isEqualTo(Verdict.admitted());
        assertThat(guard.admitModel(unknownModel)).isEqualTo(Verdict.admitted());
        assertThat(refusal(guard.look(request(), concept("soft-noise-64x64"))).code()).isEqualTo("picture.sexual");
        assertThat(guard.look(request(), concept("stripes-64x64"))).isEqualTo(Verdict.admitted());
    }

    private static Picture concept(String name) {
        return Picture.of(UploadedPicture.read(CONCEPTS.resolve(name + ".png")));
    }

    @Test
    void aModelWhoseSafetyCheckerIsDamagedIsNotOpened() throws IOException {
        Path checker = Files.createDirectories(unknownModel.resolve("safety_checker"));
        Files.writeString(checker.resolve("model.safetensors"), "damaged");
        Refusal refusal = refusal(guard(check(NOTHING, NOTHING), Locale.ENGLISH).admitModel(unknownModel));
        assertThat(refusal.code()).isEqualTo("model.safety-checker");
        assertThat(refusal.message()).contains(unknownModel.toString()).endsWith(".");
    }

    @Test
    void whatWasDrawnIsNotShownWhereTheCheckObjects() {
        EngineOptions options = new EngineOptions(Device.CPU, DType.F32, 1);
        BildwerkGuard guard = guard(check(EVERYTHING, NOTHING), Locale.ENGLISH);
        try (TextToImage pipeline = TextToImage.open(MODEL, guard, options)) {
            GenerationRequest request = pipeline.defaults().request("a red apple", 7).withSteps(2);
            List<Picture> previews = new ArrayList<>();
            assertThatThrownBy(() -> pipeline.generate(request, new Previews(previews)))
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.refusal().code()).isEqualTo("picture.sexual"));
            assertThat(previews).isEmpty();
        }
    }

    /** Wants to see every step. */
    private record Previews(List<Picture> shown) implements ProgressListener {
        @Override
        public boolean progress(Stage stage, int step, int steps) {
            return true;
        }

        @Override
        public boolean wantsPreview(int step, int steps) {
            return true;
        }

        @Override
        public void preview(int step, int steps, Picture picture) {
            shown.add(picture);
        }
    }

    @Test
    void theThresholdsThatComeAlongAreRead() {
        PictureThresholds shipped = PictureThresholds.shipped();
        assertThat(shipped.explicit()).isLessThanOrEqualTo(shipped.sexual());
        assertThat(shipped.strength()).isEqualTo(0.5);
        assertThat(shipped.face()).isEqualTo(0.5);
    }
}
