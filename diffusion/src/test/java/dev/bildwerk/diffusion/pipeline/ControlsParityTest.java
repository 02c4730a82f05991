package dev.bildwerk.diffusion.pipeline;

import static dev.bildwerk.diffusion.parity.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.DamagedModel;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.parity.Family;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.parity.PictureCases;
import dev.bildwerk.diffusion.picture.Mask;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import dev.bildwerk.engine.safetensors.TensorData;
import dev.bildwerk.engine.safetensors.TensorEntry;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pictures changed and partly made anew: the latents of diffusers' own pipelines. */
class ControlsParityTest {
    private static final double BOUND = 2e-4;

    @ParameterizedTest
    @EnumSource(names = {"SD1", "SDXL"})
    void reachesTheLatentsOfDiffusers(Family family) {
        Checkpoint folder = Checkpoint.open(FixtureFile.path(family.folder()));
        try (FixtureFile expected = family.open("controls.safetensors");
                LoadedModel model = LoadedModel.read(folder, new Placement(Device.CPU, DType.F32))) {
            LatentDrawing drawing = new LatentDrawing(model);
            List<String> cases =
                    expected.names().stream().filter(name -> name.matches("(changed|inpainted)\\..*")).toList();
            assertThat(cases).hasSize(7);
            for (String name : cases) {
                try (Scope scope = Scope.open()) {
                    assertClose(drawing.latent(request(name, expected), ProgressListener.NONE), expected, name, BOUND);
                }
            }
        }
    }

    @Test
    void aCheckpointForInpaintingSeesMaskAndPicture(@TempDir Path temporary) {
        try (FixtureFile expected = Family.SD1.open("controls.safetensors")) {
            TensorData first;
            try (SafetensorsFile file = SafetensorsFile.open(FixtureFile.path("models/sd1/controls.safetensors"))) {
                TensorEntry entry = file.tensors().get("conv_in.weight");
                first = new TensorData(
                        entry.name(),
                        entry.dtype(),
                        entry.shape(),
                        MemorySegment.ofArray(file.segment(entry).toArray(ValueLayout.JAVA_BYTE)));
            }
            DamagedModel folder = DamagedModel.of("sd1", temporary)
                    .set("unet/config.json", "in_channels", "9")
                    .rewrite(
                            "unet/diffusion_pytorch_model.safetensors",
                            tensor -> Stream.of(tensor.name().equals(first.name()) ? first : tensor));
            try (LoadedModel model =
                    LoadedModel.read(Checkpoint.open(folder.folder()), new Placement(Device.CPU, DType.F32))) {
                LatentDrawing drawing = new LatentDrawing(model);
                for (String name : List.of("inpainting-model.ddim.100", "inpainting-model.ddim.70")) {
                    try (Scope scope = Scope.open()) {
                        assertClose(drawing.latent(request(name, expected), ProgressListener.NONE), expected, name, BOUND);
                    }
                }
            }
        }
    }

    /** @param name such as {@code changed.euler.50}: what is done, by which sampler, at how many hundredths of strength */
    private static GenerationRequest request(String name, FixtureFile fixture) {
        String[] words = name.split("\\.");
        double strength = Integer.parseInt(words[2]) / 100.0;
        Picture picture = new Picture(64, 64, fixture.bytes("picture"));
        Start start = words[0].equals("changed")
                ? new Start.FromPicture(picture, strength)
                : new Start.Inpainting(
                        picture,
                        new Mask(64, 64, fixture.bytes("mask")),
                        strength,
                        Start.Filling.ORIGINAL,
                        Start.Area.WHOLE,
                        0);
        return PictureCases.request(words[1]).with(Controls.NONE.withStart(start));
    }
}
