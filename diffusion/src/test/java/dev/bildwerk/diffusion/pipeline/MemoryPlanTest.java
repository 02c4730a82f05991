package dev.bildwerk.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bildwerk.diffusion.adapter.AdapterUse;
import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.MiniatureModels;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.checkpoint.WeightStorage;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import dev.bildwerk.diffusion.unet.UNetMemory;
import dev.bildwerk.diffusion.vae.VaeMemory;
import dev.bildwerk.diffusion.vae.VaeTiling;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.EngineException;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryPlanTest {
    private static final String PROMPT = "a red fox";
    private static final Path DEFAULT = Path.of("..", "models", "bildwerk-mini");
    private static final EngineOptions OPTIONS = new EngineOptions(Device.CPU, DType.F32, 1);
    private static final EngineOptions LOW =
            new EngineOptions(Device.CPU, DType.F32, 1, new MemoryOptions(null, VaeTiling.AUTO, true));
    private static final long VAST = 1L << 50;

    @ParameterizedTest
    @EnumSource(VaeTiling.class)
    void theEstimateGrowsWithWidthAndHeight(VaeTiling tiling) {
        for (String name : List.of("sd1", "sdxl", "mini")) {
            DrawingMemory memory = memory(MiniatureModels.folder(name), WeightStorage.FULL, tiling);
            for (int side = 64; side <= 2048; side += 64) {
                assertThat(memory.step(side + 64, side)).isGreaterThan(memory.step(side, side));
                assertThat(memory.step(side, side + 64)).isGreaterThan(memory.step(side, side));
                assertThat(memory.resident(side + 64, side)).isGreaterThanOrEqualTo(memory.resident(side, side));
                assertThat(memory.released(side, side + 64)).isGreaterThanOrEqualTo(memory.released(side, side));
                assertThat(memory.released(side, side)).isLessThanOrEqualTo(memory.resident(side, side));
            }
        }
    }

    @Test
    void theEstimateOfAStepGrowsWithBatchAndPrecision() {
        var unet = Checkpoint.open(MiniatureModels.folder("sdxl")).unet();
        for (int batch = 1; batch < 8; batch++) {
            assertThat(UNetMemory.of(unet, batch + 1, 16, 16, DType.F32))
                    .isGreaterThan(UNetMemory.of(unet, batch, 16, 16, DType.F32));
        }
        assertThat(UNetMemory.of(unet, 2, 16, 16, DType.F32)).isEqualTo(2 * UNetMemory.of(unet, 2, 16, 16, DType.BF16));
    }

    @Test
    void theEstimateOfTheDecoderGrowsWithBatchWithinEachWay() {
        var vae = Checkpoint.open(MiniatureModels.folder("sd1")).vae();
        for (VaeTiling way : List.of(VaeTiling.ON, VaeTiling.OFF)) {
            for (int batch = 1; batch < 8; batch++) {
                long[] less = {batch, 4, 64, 64};
                long[] more = {batch + 1, 4, 64, 64};
                assertThat(VaeMemory.decoding(vae, more, DType.F32, way))
                        .isGreaterThan(VaeMemory.decoding(vae, less, DType.F32, way));
            }
        }
    }

    @Test
    void weightsAreKeptInHalfTheSizeOnlyWhereTheMemoryIsShort() {
        Checkpoint checkpoint = Checkpoint.open(DEFAULT);
        GenerationDefaults usual = GenerationDefaults.of(checkpoint);
        long full = memory(DEFAULT, WeightStorage.FULL, VaeTiling.AUTO).resident(usual.width(), usual.height());

        assertThat(MemoryPlan.of(checkpoint, OPTIONS, full).placement().storage()).isEqualTo(WeightStorage.FULL);
        assertThat(MemoryPlan.of(checkpoint, OPTIONS, full - 1).placement().storage())
                .isEqualTo(WeightStorage.AS_STORED);
        EngineOptions asked = new EngineOptions(
                Device.CPU, DType.F32, 1, new MemoryOptions(WeightStorage.FULL, VaeTiling.AUTO, false));
        assertThat(MemoryPlan.of(checkpoint, asked, full - 1).placement().storage()).isEqualTo(WeightStorage.FULL);
    }

    @Test
    void aModelOfWhichNoPartFindsRoomIsRefused() {
        Checkpoint checkpoint = Checkpoint.open(DEFAULT);
        EngineException error = catchThrowableOfType(
                EngineException.class, () -> MemoryPlan.of(checkpoint, OPTIONS, 1L << 20));
        assertThat(error.code()).isEqualTo("engine.memory");
        assertThat(error).hasMessageContaining("bildwerk-mini").hasMessageContaining("smaller model");
    }

    @Test
    void aPictureThatIsTooLargeIsRefusedWithTheLargestThatFits() {
        MemoryPlan plan = MemoryPlan.of(Checkpoint.open(DEFAULT), OPTIONS, VAST);
        long room = plan.memory().released(1280, 640);

        plan.requireRoom(1280, 640, room);
        EngineException error =
                catchThrowableOfType(EngineException.class, () -> plan.requireRoom(4096, 2048, room));

        assertThat(error.code()).isEqualTo("engine.memory");
        assertThat(error).hasMessageContaining("4096 x 2048").hasMessageEndingWith("ask for at most 1280 x 640.");
        assertThatThrownBy(() -> plan.requireRoom(1344, 704, room)).isInstanceOf(EngineException.class);
    }

    @Test
    void whereNoSizeFitsItSaysSo() {
        MemoryPlan plan = MemoryPlan.of(Checkpoint.open(DEFAULT), OPTIONS, VAST);
        assertThatThrownBy(() -> plan.requireRoom(128, 128, 100L << 20))
                .hasMessageEndingWith("close other programs or use a smaller model.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd1", "sdxl", "mini"})
    void pictureForPictureItDrawsTheSameWithOnePartAtATime(String name) {
        Path folder = MiniatureModels.folder(name);
        FixedPromptsGuard guard = FixedPromptsGuard.of(PROMPT);
        try (TextToImage resident = TextToImage.open(folder, guard, OPTIONS);
                TextToImage low = TextToImage.open(folder, guard, LOW)) {
            for (int seed = 1; seed <= 2; seed++) {
                GenerationRequest request = request(seed, Controls.NONE);
                Picture expected = resident.generate(request);
                assertThat(low.generate(request).rgb()).isEqualTo(expected.rgb());
                GenerationRequest changed =
                        request(seed, Controls.NONE.withStart(new Start.FromPicture(expected, 0.7)));
                assertThat(low.generate(changed).rgb()).isEqualTo(resident.generate(changed).rgb());
            }
        }
    }

    @Test
    void adaptersAreMergedAgainIntoPartsThatWereFreed() {
        Path folder = MiniatureModels.folder("sd1");
        FixedPromptsGuard guard = FixedPromptsGuard.of(PROMPT);
        try (TextToImage resident = TextToImage.open(folder, guard, OPTIONS);
                TextToImage low = TextToImage.open(folder, guard, LOW)) {
            for (Controls controls : List.of(with("kohya"), with("kohya"), Controls.NONE, with("loha"), with("dora"))) {
                assertThat(low.generate(request(1, controls)).rgb())
                        .isEqualTo(resident.generate(request(1, controls)).rgb());
            }
        }
    }

    @Test
    void eachPartIsFreedWhenItHasDoneItsWork() {
        try (LoadedModel model = LoadedModel.whenNeeded(
                        Checkpoint.open(MiniatureModels.folder("sd1")), new Placement(Device.CPU, DType.F32));
                Scope scope = Scope.open()) {
            PartRelease release = new PartRelease(model, new AdapterSlot(model));
            LatentDrawing drawing = new LatentDrawing(model, new GuideSlot(model), VaeTiling.AUTO, release);

            release.use(true);
            Tensor latent = drawing.latent(request(1, Controls.NONE), ProgressListener.NONE);
            assertThat(model.texts().getFirst().encoder().isHeld()).isFalse();
            assertThat(model.unet().isHeld()).isTrue();
            drawing.decode(latent);
            assertThat(model.unet().isHeld()).isFalse();

            release.use(false);
            drawing.decode(drawing.latent(request(1, Controls.NONE), ProgressListener.NONE));
            assertThat(model.texts().getFirst().encoder().isHeld()).isTrue();
            assertThat(model.unet().isHeld()).isTrue();
        }
    }

    private static DrawingMemory memory(Path folder, WeightStorage storage, VaeTiling tiling) {
        return new DrawingMemory(Checkpoint.open(folder), new Placement(Device.CPU, DType.F32, storage), tiling);
    }

    private static Controls with(String adapter) {
        return Controls.NONE.withAdditions(Additions.NONE.withAdapters(List.of(
                new AdapterUse(FixtureFile.path("models/sd1/adapters/" + adapter + ".safetensors"), 0.8, 0.8))));
    }

    private static GenerationRequest request(long seed, Controls controls) {
        return new GenerationRequest(
                PROMPT, "", seed, 2, 5, SamplerName.EULER, ScheduleName.NORMAL, 64, 64, controls);
    }
}
