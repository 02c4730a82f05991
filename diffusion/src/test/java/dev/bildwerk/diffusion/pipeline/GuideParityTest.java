package dev.bildwerk.diffusion.pipeline;

import static dev.bildwerk.diffusion.parity.Closeness.assertClose;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.checkpoint.names.WeightNames;
import dev.bildwerk.diffusion.guide.GuideMaker;
import dev.bildwerk.diffusion.guide.GuideUse;
import dev.bildwerk.diffusion.guide.Preparation;
import dev.bildwerk.diffusion.parity.Family;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.parity.PictureCases;
import dev.bildwerk.diffusion.picture.Box;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.unet.T2IAdapterConfig;
import dev.bildwerk.diffusion.unet.T2IAdapterConfig.Kind;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Pictures held to other pictures by several networks at once, each through its own part of the steps: the latents of
 * diffusers' own pipelines.
 */
class GuideParityTest {
    private static final double BOUND = 2e-4;
    private static final T2IAdapterConfig FULL = new T2IAdapterConfig(Kind.FULL, 3, List.of(16, 32), 2, 4);
    private static final T2IAdapterConfig XL = new T2IAdapterConfig(Kind.FULL_XL, 3, List.of(8, 16, 24, 24), 2, 8);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"SD1", "SDXL"})
    void twoControlNetsReachTheLatentOfDiffusers(Family family) {
        List<GuideUse> guides = List.of(
                new GuideUse(net(family, "first."), whole(), Preparation.NONE, 0.7, 0, 0.6),
                new GuideUse(net(family, "second."), wide(), Preparation.NONE, 0.5, 0.25, 1));
        Map<String, GenerationRequest> cases = family == Family.SD1
                ? Map.of(
                        "controls.ddim", request("ddim", Start.NOISE, guides),
                        "controls.euler", request("euler", Start.NOISE, guides),
                        "changed.ddim", request("ddim", new Start.FromPicture(whole(), 0.6), guides))
                : Map.of("controls.ddim", request("ddim", Start.NOISE, guides));
        requireLatents(family, cases);
    }

    @Test
    void aControlNetThatSaysTheSameEverywhereReachesTheLatentOfDiffusers() {
        Path shuffle = GuideMaker.write(
                folder.resolve("shuffle.safetensors"), GuideMaker.controlNet(Family.SD1, "first.", WeightNames.UNET));
        List<GuideUse> guides = List.of(GuideUse.of(shuffle, wide()));
        requireLatents(Family.SD1, Map.of("pooled.ddim", request("ddim", Start.NOISE, guides)));
    }

    @Test
    void twoAdaptersReachTheLatentOfDiffusers() {
        List<GuideUse> guides = List.of(
                new GuideUse(adapter(FULL, "full."), whole(), Preparation.NONE, 0.8, 0, 1),
                new GuideUse(adapter(FULL, "other."), wide(), Preparation.NONE, 0.4, 0, 1));
        requireLatents(Family.SD1, Map.of("adapters.ddim", request("ddim", Start.NOISE, guides)));
    }

    @Test
    void anAdapterOfXlThatEndsEarlyReachesTheLatentOfDiffusers() {
        List<GuideUse> guides = List.of(new GuideUse(adapter(XL, "xl."), wide(), Preparation.NONE, 0.8, 0, 0.6));
        requireLatents(Family.SDXL, Map.of("adapters.ddim", request("ddim", Start.NOISE, guides)));
    }

    @Test
    void aControlNetAndAnAdapterTogetherReachTheLatentOfDiffusers() {
        List<GuideUse> guides = List.of(
                new GuideUse(net(Family.SD1, "first."), wide(), Preparation.NONE, 0.6, 0.2, 1),
                new GuideUse(adapter(FULL, "full."), whole(), Preparation.NONE, 0.8, 0, 0.7));
        requireLatents(Family.SD1, Map.of("mixed.ddim", request("ddim", Start.NOISE, guides)));
    }

    private static void requireLatents(Family family, Map<String, GenerationRequest> cases) {
        Checkpoint checkpoint = Checkpoint.open(FixtureFile.path(family.folder()));
        try (FixtureFile expected = family.open("guides.safetensors");
                LoadedModel model = LoadedModel.read(checkpoint, new Placement(Device.CPU, DType.F32));
                GuideSlot guides = new GuideSlot(model)) {
            LatentDrawing drawing = new LatentDrawing(model, guides);
            cases.forEach((name, request) -> {
                try (Scope scope = Scope.open()) {
                    assertClose(drawing.latent(request, ProgressListener.NONE), expected, name, BOUND);
                }
            });
        }
    }

    private static GenerationRequest request(String sampler, Start start, List<GuideUse> guides) {
        return PictureCases.request(sampler)
                .with(Controls.NONE.withStart(start).withAdditions(Additions.NONE.withGuides(guides)));
    }

    private Path net(Family family, String seed) {
        return GuideMaker.write(
                folder.resolve(seed + "safetensors"), GuideMaker.controlNet(family, seed, WeightNames.UNET));
    }

    private Path adapter(T2IAdapterConfig config, String seed) {
        return GuideMaker.write(
                folder.resolve(seed + "safetensors"), GuideMaker.adapter(config, seed, WeightNames.UNET));
    }

    private static Picture whole() {
        try (FixtureFile controls = Family.SD1.open("controls.safetensors")) {
            return new Picture(64, 64, controls.bytes("picture"));
        }
    }

    private static Picture wide() {
        return whole().cropped(new Box(0, 0, 40, 24));
    }
}
