package dev.bildwerk.diffusion.vae;

import static dev.bildwerk.diffusion.parity.Closeness.assertClose;

import dev.bildwerk.diffusion.layers.Conv2d;
import dev.bildwerk.diffusion.layers.ResnetBlock;
import dev.bildwerk.diffusion.parity.Family;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.parity.FixtureWeights;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The autoencoder's parts one by one, so that a difference in the whole has a place. */
class VaeBlockParityTest {

    @Test
    void theResidualBlockIsDiffusers() {
        check(Family.SD1, "decoder.mid_block.resnets.0", (weights, x) -> ResnetBlock.of(
                        weights, 16, 16, 0, false, Family.SD1.vae().normNumGroups(), Vae.EPSILON)
                .apply(x, null));
    }

    @Test
    void theAttentionIsDiffusers() {
        check(Family.SD1, "encoder.mid_block.attentions.0", (weights, x) ->
                VaeAttention.of(weights, 16, Family.SD1.vae().normNumGroups(), Vae.EPSILON).apply(x));
    }

    @ParameterizedTest
    @EnumSource(names = {"SD1", "MINI"})
    void theMiddleIsDiffusersWithAndWithoutAttention(Family family) {
        check(family, "encoder.mid_block", (weights, x) ->
                VaeMiddle.of(weights, family.vae(), Vae.EPSILON).apply(x));
    }

    @Test
    void theHalvingPadsOnlyRightAndBottomAsInDiffusers() {
        check(Family.SD1, "encoder.down_blocks.0.downsamplers.0", (weights, x) ->
                Conv2d.of(weights.at("conv"), 8, 8, 3, 2, 0).apply(x.pad(0, 1, 0, 1)));
    }

    private static void check(Family family, String path, BiFunction<Weights, Tensor, Tensor> block) {
        try (Scope scope = Scope.open();
                FixtureFile cases = family.open("cases.safetensors");
                FixtureFile file = family.open("vae/diffusion_pytorch_model.safetensors")) {
            Tensor output = block.apply(
                    FixtureWeights.of(file, DType.F32).at(path), cases.tensor("vae." + path + ":in.0"));
            assertClose(output, cases, "vae." + path + ":out");
        }
    }
}
