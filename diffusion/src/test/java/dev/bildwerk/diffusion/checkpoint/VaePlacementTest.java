package dev.bildwerk.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VaePlacementTest {

    @ParameterizedTest
    @CsvSource({
        "sdxl, F16, F32", "sdxl, BF16, BF16", "sdxl, F32, F32", "sd1, F16, F16", "sd2v, F16, F16", "sd1, BF16, BF16"
    })
    void onlyTheAutoencoderThatLeavesTheRangeOfFp16IsComputedInFp32(String model, DType asked, DType expected) {
        Checkpoint checkpoint = Checkpoint.open(MiniatureModels.folder(model));

        try (LoadedModel loaded = LoadedModel.read(checkpoint, new Placement(Device.CPU, asked))) {
            assertThat(loaded.vaePlacement()).isEqualTo(new Placement(Device.CPU, expected));
            assertThat(((LoadedVae) loaded.vae()).loaded().weights().loaded().values())
                    .allSatisfy(weight -> assertThat(weight.dtype()).isEqualTo(expected));
            assertThat(loaded.unet().weights().loaded().values())
                    .allSatisfy(weight -> assertThat(weight.dtype()).isEqualTo(asked));
        }
    }
}
