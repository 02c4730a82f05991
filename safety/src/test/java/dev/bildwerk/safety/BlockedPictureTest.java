package dev.bildwerk.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.diffusion.guard.Refusal;
import dev.bildwerk.diffusion.guard.Verdict;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Resampling;
import dev.bildwerk.diffusion.pipeline.Controls;
import dev.bildwerk.diffusion.pipeline.EngineOptions;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.ProgressListener;
import dev.bildwerk.diffusion.pipeline.RefusedException;
import dev.bildwerk.diffusion.pipeline.Start;
import dev.bildwerk.diffusion.pipeline.TextToImage;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.safety.hash.BlockReason;
import dev.bildwerk.safety.hash.BlockedHash;
import dev.bildwerk.safety.hash.BlockedHashes;
import dev.bildwerk.safety.consent.RegistryStore;
import dev.bildwerk.safety.hash.HashStore;
import dev.bildwerk.safety.hash.PictureHash;
import dev.bildwerk.safety.model.KnownCleanModels;
import dev.bildwerk.safety.picture.PictureCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard refuses what looks like a blocked picture. */
class BlockedPictureTest {
    @TempDir
    Path folder;

    private final Picture blocked = squares(1);
    private final Picture other = squares(2);
    private HashStore store;
    private BildwerkGuard guard;

    /** Of random colours, 8 x 8 of them in 160 x 160 pixels. */
    private static Picture squares(int seed) {
        byte[] rgb = new byte[8 * 8 * 3];
        new Random(seed).nextBytes(rgb);
        return new Picture(8, 8, rgb).resized(160, 160, Resampling.BICUBIC);
    }

    private static GenerationRequest request(String prompt) {
        return new GenerationRequest(prompt, "", 1, 20, 7, SamplerName.EULER, ScheduleName.NORMAL, 64, 64);
    }

    private static GenerationRequest from(Picture picture) {
        return request("a windmill").with(Controls.NONE.withStart(new Start.FromPicture(picture, 0.5)));
    }

    private static Refusal refusal(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        return ((Verdict.Refused) verdict).refusal();
    }

    @BeforeEach
    void blockOne() {
        store = new HashStore(folder.resolve("blocked-hashes.csv"));
        guard = guard(Locale.ENGLISH);
        BlockedHashes.Builder builder = BlockedHashes.builder();
        builder.add(new BlockedHash(
                PictureHash.of(blocked).hash(), BlockReason.VICTIM, "somebody", LocalDate.of(2026, 11, 27)));
        store.change(list -> builder.build());
    }

    private BildwerkGuard guard(Locale locale) {
        return new BildwerkGuard(
                KnownCleanModels.shipped(), store, new PictureCheck(folder.resolve("none")), new RegistryStore(folder.resolve("registry")), locale);
    }

    @Test
    void doesNotShowABlockedPictureNorWhatIsNearlyThat() {
        for (Picture picture : new Picture[] {blocked, blocked.resized(240, 200, Resampling.LANCZOS)}) {
            Refusal refusal = refusal(guard.look(request("a windmill"), picture));
            assertThat(refusal.code()).isEqualTo(BildwerkGuard.PICTURE_BLOCKED).isEqualTo("picture.blocked");
            assertThat(refusal.message()).matches("This picture looks like one [^.]*\\.").doesNotContain("somebody");
        }
        assertThat(guard.look(request("a windmill"), other)).isEqualTo(Verdict.admitted());
    }

    @Test
    void drawsNothingFromABlockedPicture() {
        assertThat(refusal(guard.admit(from(blocked))).code()).isEqualTo("picture.blocked");
        assertThat(guard.admit(from(other))).isEqualTo(Verdict.admitted());
    }

    @Test
    void saysSoInGermanToo() {
        assertThat(refusal(guard.look(request("eine Windmühle am Fluss und ein Haus"), blocked)).message())
                .matches("Dieses Bild gleicht [^.]*\\.");
        BildwerkGuard german = guard(Locale.GERMANY);
        assertThat(refusal(german.look(request("x"), blocked)).message()).startsWith("Dieses Bild");
    }

    @Test
    void whatIsTakenFromTheListIsShownAgain() {
        store.change(list -> list.without(entry -> true));
        assertThat(guard.look(request("a windmill"), blocked)).isEqualTo(Verdict.admitted());
    }

    @Test
    void drawsNothingWhileTheListCannotBeRead() throws IOException {
        Files.writeString(store.file(), "hash\nbroken");
        for (Verdict verdict : new Verdict[] {
            guard.admit(request("a windmill")), guard.look(request("a windmill"), other), guard.admit(from(other))
        }) {
            Refusal refusal = refusal(verdict);
            assertThat(refusal.code()).isEqualTo("picture.blocked-list");
            assertThat(refusal.message()).contains(store.file().toString()).endsWith("tells why.");
        }
    }

    @Test
    void whatWasDrawnAndBlockedIsNotDrawnAgain() {
        EngineOptions options = new EngineOptions(Device.CPU, DType.F32, 1);
        Path model = Path.of("..", "models", "bildwerk-mini");
        try (TextToImage pipeline = TextToImage.open(model, guard, options)) {
            GenerationRequest request = pipeline.defaults().request("a red apple", 7).withSteps(6);
            PictureHash drawn = PictureHash.of(pipeline.generate(request));
            assertThat(drawn.isGood()).isTrue();
            BlockedHashes.Builder builder = BlockedHashes.builder();
            builder.add(new BlockedHash(drawn.hash(), BlockReason.TAKEDOWN, "", LocalDate.of(2026, 11, 27)));
            store.change(list -> list.with(builder.build()));

            List<Picture> previews = new ArrayList<>();
            assertThatThrownBy(() -> pipeline.generate(request, new Previews(previews)))
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.refusal().code()).isEqualTo("picture.blocked"));
            assertThat(previews).noneMatch(preview -> store.current().match(preview).isPresent());
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
    void wordsComeBeforePictures() {
        assertThat(refusal(guard.look(request("a nude woman"), blocked)).code()).isEqualTo("prompt.sexual");
    }
}
