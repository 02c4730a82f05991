package dev.bildwerk.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.diffusion.unet.UNetInput;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedPartTest {
    private static final String UNET = "unet/diffusion_pytorch_model.safetensors";
    private static final Placement PLACEMENT = new Placement(Device.CPU, DType.F32);

    @TempDir
    Path temporary;

    @Test
    void whatWasFreedIsReadAgainAndComputesTheSame() {
        try (LoadedModel model = LoadedModel.read(Checkpoint.open(MiniatureModels.folder("sd1")), PLACEMENT);
                Scope scope = Scope.open()) {
            float[] before = noise(model.unet());
            model.unet().free();
            assertThat(model.unet().isHeld()).isFalse();
            assertThat(noise(model.unet())).isEqualTo(before);
            assertThat(model.unet().isHeld()).isTrue();
        }
    }

    @Test
    void weightsAreReadWhenTheyAreNeededAndNotBefore() {
        Path folder = DamagedModel.of("sd1", temporary).folder();
        try (LoadedModel model = LoadedModel.whenNeeded(Checkpoint.open(folder), PLACEMENT)) {
            assertThat(model.unet().isHeld()).isFalse();
            assertThat(model.texts().getFirst().encoder().isHeld()).isFalse();
            assertThat(model.unet().weights().loaded()).isNotEmpty();
            assertThat(model.unet().isHeld()).isTrue();
            assertThat(model.texts().getFirst().encoder().isHeld()).isFalse();
        }
    }

    @Test
    void whatIsMissingIsKnownBeforeAnythingIsRead() {
        Path folder = DamagedModel.of("sd1", temporary)
                .rewrite(UNET, tensor -> tensor.name().equals("conv_in.bias") ? Stream.empty() : Stream.of(tensor))
                .folder();
        assertThatThrownBy(() -> LoadedModel.whenNeeded(Checkpoint.open(folder), PLACEMENT))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("conv_in.bias");
    }

    @Test
    void aFileThatIsGoneWhenItsWeightsAreNeededIsASentence() throws Exception {
        Path folder = DamagedModel.of("sd1", temporary).folder();
        try (LoadedModel model = LoadedModel.whenNeeded(Checkpoint.open(folder), PLACEMENT)) {
            Files.delete(folder.resolve(UNET));
            assertThatThrownBy(() -> model.unet().part()).hasMessageContaining("diffusion_pytorch_model.safetensors");
        }
    }

    @Test
    void nothingIsReadOnceItIsClosed() {
        LoadedModel model = LoadedModel.read(Checkpoint.open(MiniatureModels.folder("sd1")), PLACEMENT);
        model.close();
        assertThatThrownBy(() -> model.unet().part()).isInstanceOf(IllegalStateException.class);
    }

    private static float[] noise(LoadedPart<UNet> unet) {
        try (Autograd off = Autograd.off()) {
            Tensor latent = Tensor.zeros(DType.F32, 1, 4, 8, 8).add(0.5);
            Tensor text = Tensor.zeros(DType.F32, 1, 5, unet.part().config().crossAttentionDim()).add(0.25);
            return unet.part().apply(UNetInput.of(latent, new double[] {500}, text)).toFloats();
        }
    }
}
