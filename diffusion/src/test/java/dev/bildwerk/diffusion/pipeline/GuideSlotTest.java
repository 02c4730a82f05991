package dev.bildwerk.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.checkpoint.names.WeightNames;
import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.guard.Verdict;
import dev.bildwerk.diffusion.guide.GuideException;
import dev.bildwerk.diffusion.guide.GuideFile;
import dev.bildwerk.diffusion.guide.GuideMaker;
import dev.bildwerk.diffusion.guide.GuideNetwork;
import dev.bildwerk.diffusion.guide.GuideUse;
import dev.bildwerk.diffusion.guide.Preparation;
import dev.bildwerk.diffusion.parity.Family;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.parity.PictureCases;
import dev.bildwerk.diffusion.picture.EnlargingFilter;
import dev.bildwerk.diffusion.picture.Mask;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.EngineException;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.safetensors.TensorData;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuideSlotTest {
    private static final Picture GREY = new Picture(8, 8, new byte[192]);

    @TempDir
    Path folder;

    private LoadedModel model;
    private GuideSlot slot;

    @BeforeEach
    void open() {
        Checkpoint checkpoint = Checkpoint.open(FixtureFile.path(Family.SD1.folder()));
        model = LoadedModel.read(checkpoint, new Placement(Device.CPU, DType.F32));
        slot = new GuideSlot(model);
    }

    @AfterEach
    void close() {
        slot.close();
        model.close();
    }

    @Test
    void keepsWhatTheNextPictureNeedsAndFreesTheRest() {
        GuideUse first = GuideUse.of(net("first."), GREY);
        GuideUse second = GuideUse.of(net("second."), GREY);
        List<GuideNetwork> both = slot.networks(List.of(first, second, first));
        assertThat(both).hasSize(3);
        assertThat(both.get(2)).isSameAs(both.getFirst());

        assertThat(slot.networks(List.of(second))).containsExactly(both.get(1));
        assertThat(slot.networks(List.of(first)).getFirst()).isNotSameAs(both.getFirst());
        assertThat(slot.networks(List.of())).isEmpty();
    }

    @Test
    void foreseesTheMemoryOfModelAndGuidesTogether() {
        GuideFile file = GuideFile.open(net("first."), model.checkpoint());
        assertThat(MemoryLimits.bytes(model, List.of(file, file)))
                .isEqualTo(4 * (model.checkpoint().parameters() + 2 * file.parameters()));
        GuideFile vast = new GuideFile.OfControlNet(
                file.path(), file.files(), 1L << 50, GuideMaker.config(Family.SD1));
        assertThatThrownBy(() -> MemoryLimits.requireRoom(model, List.of(vast)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("and what stands beside it needs about");
    }

    @Test
    void namesTheFileWhoseWeightsAreNotNumbers() {
        List<TensorData> tensors = GuideMaker.controlNet(Family.SD1, "first.", WeightNames.UNET).stream()
                .map(tensor -> tensor.name().equals("controlnet_down_blocks.2.bias") ? notNumbers(tensor) : tensor)
                .toList();
        Path path = GuideMaker.write(folder.resolve("nan.safetensors"), tensors);
        LatentDrawing drawing = new LatentDrawing(model, slot);
        try (Scope scope = Scope.open()) {
            assertThatThrownBy(() -> drawing.latent(request(GuideUse.of(path, GREY)), ProgressListener.NONE))
                    .isInstanceOf(GuideException.class)
                    .hasFieldOrPropertyWithValue("code", "guide.not-finite")
                    .hasMessageContaining("nan.safetensors");
        }
    }

    @Test
    void noWeightOrNoStepChangesNothing() {
        LatentDrawing drawing = new LatentDrawing(model, slot);
        Path net = net("first.");
        try (Scope scope = Scope.open()) {
            float[] plain = latent(drawing, PictureCases.request("ddim"));
            GuideUse silent = new GuideUse(net, GREY, Preparation.NONE, 0, 0, 1);
            GuideUse never = new GuideUse(net, GREY, Preparation.NONE, 1, 0.5, 0.5);
            assertThat(latent(drawing, request(silent))).isEqualTo(plain);
            assertThat(latent(drawing, request(never))).isEqualTo(plain);
            assertThat(latent(drawing, request(GuideUse.of(net, GREY)))).isNotEqualTo(plain);
        }
    }

    @Test
    void theSecondPassIsHeldToThePictureToo() {
        LatentDrawing drawing = new LatentDrawing(model, slot);
        HiresFix twice = new HiresFix(1.5, 4, 0.7, Upscaler.LATENT_BILINEAR);
        try (Scope scope = Scope.open()) {
            GuideUse late = new GuideUse(net("first."), GREY, Preparation.NONE, 1, 0, 1);
            GenerationRequest request = request(late);
            float[] held = latent(drawing, request.with(request.controls().withHires(twice)));
            float[] free = latent(
                    drawing, PictureCases.request("ddim").with(Controls.NONE.withHires(twice)));
            assertThat(held).hasSize(4 * 24 * 24).isNotEqualTo(free);
        }
    }

    @Test
    void aPartThatIsMadeAnewIsHeldToThatPartOfThePicture() {
        byte[] mask = new byte[64 * 64];
        for (int y = 20; y < 30; y++) {
            mask[y * 64 + 50] = -1;
        }
        Start.Inpainting start = new Start.Inpainting(
                new Picture(64, 64, new byte[64 * 64 * 3]),
                new Mask(64, 64, mask),
                1,
                Start.Filling.ORIGINAL,
                new Start.Area.Masked(4),
                0);
        GenerationRequest request = request(GuideUse.of(folder, blackAndWhite()));

        GenerationRequest shown =
                Retouch.of(request.with(request.controls().withStart(start)), start).shown();

        Picture seen = shown.controls().additions().guides().getFirst().prepared();
        assertThat(seen.width()).isLessThan(32);
        assertThat(seen.rgb()).containsOnly(255);
    }

    @Test
    void aTileIsHeldToItsPartOfThePicture() {
        GenerationRequest request = request(GuideUse.of(folder, blackAndWhite()));
        TiledUpscale upscale = new TiledUpscale(
                new Picture(32, 16, new byte[32 * 16 * 3]), 2, EnlargingFilter.LANCZOS, 32, 0, 0.5);

        List<Picture> seen = upscale.requests(request).stream()
                .map(tile -> tile.controls().additions().guides().getFirst().prepared())
                .toList();

        assertThat(seen).hasSize(2).allSatisfy(part -> assertThat(part.width()).isEqualTo(32));
        assertThat(seen.getFirst().rgb()[0]).isEqualTo((byte) 0);
        assertThat(seen.getLast().rgb()[16 * 3]).isEqualTo((byte) 255);
    }

    @Test
    void theGuardSeesEveryPictureAndFile() {
        Path net = net("first.");
        Picture other = blackAndWhite();
        List<Picture> seen = new ArrayList<>();

        assertRefused(net, other, guard(path -> path.equals(net), seen), "Not this one.");
        assertRefused(net, other, guard(path -> false, seen), "Not these.");

        assertThat(seen).containsExactly(other, GREY);
    }

    /** Refuses some files, and every request once it has seen its pictures. */
    private static Guard guard(Predicate<Path> refusedFiles, List<Picture> seen) {
        return new Guard() {
            @Override
            public Verdict admitModel(Path path) {
                return refusedFiles.test(path) ? Verdict.refused("test.net", "Not this one.") : Verdict.admitted();
            }

            @Override
            public Verdict admit(GenerationRequest request) {
                request.controls().pictures().forEach(seen::add);
                return Verdict.refused("test.pictures", "Not these.");
            }

            @Override
            public Verdict look(GenerationRequest request, Picture picture) {
                return Verdict.refused("test.nothing", "Nothing leaves here.");
            }
        };
    }

    private static void assertRefused(Path net, Picture start, Guard guard, String sentence) {
        GenerationRequest guided = request(GuideUse.of(net, GREY));
        GenerationRequest asked = guided.with(guided.controls().withStart(new Start.FromPicture(start, 0.5)));
        try (TextToImage pipeline = TextToImage.open(
                FixtureFile.path(Family.SD1.folder()), guard, new EngineOptions(Device.CPU, DType.F32, 1))) {
            assertThatThrownBy(() -> pipeline.generate(asked, ProgressListener.NONE))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining(sentence);
        }
    }

    @Test
    void aRefinerTakesOverWithoutGuides() {
        Path net = net("first.");
        RefinerUse halfway = new RefinerUse(FixtureFile.path(Family.SD1.folder()), 0.5);
        GuideUse always = GuideUse.of(net, GREY);
        GuideUse half = new GuideUse(net, GREY, Preparation.NONE, 1, 0, 0.5);
        LatentDrawing drawing = new LatentDrawing(model, slot);
        Placement placement = new Placement(Device.CPU, DType.F32);
        LoadedModel same = LoadedModel.read(model.checkpoint(), placement);
        try (Scope scope = Scope.open();
                PromptedModel refiner = new PromptedModel(same)) {
            GenerationRequest asked = request(always);
            asked = asked.with(asked.controls()
                    .withAdditions(asked.controls().additions().withRefiner(halfway)));
            float[] refined = drawing.latent(asked, refiner, ProgressListener.NONE).toFloats();

            assertThat(refined).isEqualTo(latent(drawing, request(half))).isNotEqualTo(latent(drawing, request(always)));
        }
    }

    private static Picture blackAndWhite() {
        byte[] halves = new byte[64 * 64 * 3];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = (byte) (i / 3 % 64 < 32 ? 0 : 255);
        }
        return new Picture(64, 64, halves);
    }

    private static float[] latent(LatentDrawing drawing, GenerationRequest request) {
        return drawing.latent(request, ProgressListener.NONE).toFloats();
    }

    private static GenerationRequest request(GuideUse guide) {
        return PictureCases.request("ddim")
                .with(Controls.NONE.withAdditions(Additions.NONE.withGuides(List.of(guide))));
    }

    private Path net(String seed) {
        return GuideMaker.write(
                folder.resolve(seed + "safetensors"), GuideMaker.controlNet(Family.SD1, seed, WeightNames.UNET));
    }

    private static TensorData notNumbers(TensorData tensor) {
        MemorySegment data = Arena.ofAuto().allocate(tensor.data().byteSize(), 8);
        data.setAtIndex(ValueLayout.JAVA_SHORT, 0, Float.floatToFloat16(Float.NaN));
        return new TensorData(tensor.name(), tensor.dtype(), tensor.shape(), data);
    }
}
