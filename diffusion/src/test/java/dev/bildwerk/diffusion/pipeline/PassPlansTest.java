package dev.bildwerk.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.MiniatureModels;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassPlansTest {
    private final PassPlans plans =
            new PassPlans(Checkpoint.open(MiniatureModels.folder("sd1")).scheduler(), false);

    @ParameterizedTest
    @CsvSource({
        "DIFFUSERS, EULER, 20, 0.5, 20, 10", "DIFFUSERS, EULER, 20, 0.01, 20, 1", "A1111, EULER, 20, 0.5, 20, 11",
        "A1111, EULER, 20, 1, 20, 20", "A1111, DDIM, 20, 0.5, 19, 9", "COMFYUI, EULER, 20, 0.5, 40, 20",
        "COMFYUI, EULER, 20, 1, 20, 20", "COMFYUI, EULER, 20, 0.3, 66, 20",
    })
    void programsDifferInTheStepsThatAChangedPictureTakes(
            Dialect dialect, SamplerName sampler, int steps, double strength, int whole, int taken) {
        PassSteps pass = plans.of(request(dialect, sampler, steps, strength));

        assertThat(pass.whole().size()).isEqualTo(whole);
        assertThat(pass.taken().size()).isEqualTo(taken);
        assertThat(pass.taken().sigma(0)).isEqualTo(pass.whole().sigma(whole - taken));
    }

    @Test
    void refusesMoreStepsThanTheModelHasTimesteps() {
        assertThatThrownBy(() -> plans.requirePossible(request(Dialect.COMFYUI, SamplerName.EULER, 50, 0.01)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("5,000");
        plans.requirePossible(request(Dialect.COMFYUI, SamplerName.EULER, 50, 0.5));
    }

    private static GenerationRequest request(Dialect dialect, SamplerName sampler, int steps, double strength) {
        Start start = new Start.FromPicture(new Picture(8, 8, new byte[192]), strength);
        return new GenerationRequest(
                "a pear",
                "",
                7,
                steps,
                7,
                sampler,
                ScheduleName.NORMAL,
                8,
                8,
                Controls.NONE.withDialect(dialect).withStart(start));
    }
}
