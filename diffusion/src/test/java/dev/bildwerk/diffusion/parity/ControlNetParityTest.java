package dev.bildwerk.diffusion.parity;

import static dev.bildwerk.diffusion.parity.Closeness.assertClose;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Pixels;
import dev.bildwerk.diffusion.unet.ControlNet;
import dev.bildwerk.diffusion.unet.ControlNetConfig;
import dev.bildwerk.diffusion.unet.SideFeatures;
import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.diffusion.unet.UNetInput;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A ControlNet and the denoiser that it steers, against diffusers'. */
class ControlNetParityTest {
    private static final List<Integer> HINT_CHANNELS = List.of(4, 8, 8);

    @Test
    void steersTheDenoiserAsInDiffusers() {
        Family family = Family.SD1;
        try (FixtureFile expected = family.open("controlnet.safetensors");
                FixtureFile unetFile = family.open("unet/diffusion_pytorch_model.safetensors");
                Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            Weights unetWeights = FixtureWeights.of(unetFile, DType.F32);
            UNet unet = new UNet(FixtureWeights.of(unetFile, DType.F32), family.unet());
            // The fixture has only what the net does not share with the UNet.
            ControlNet net = new ControlNet(
                    (key, init, shape) -> key.startsWith("controlnet")
                            ? expected.tensor("net." + key).to(DType.F32)
                            : unetWeights.get(key, init, shape),
                    ControlNetConfig.of(family.unet(), HINT_CHANNELS));
            UNetInput input = UNetInput.of(expected.tensor("latent"), new double[] {321}, expected.tensor("states"));
            Picture given = new Picture(64, 64, expected.bytes("picture"));
            Tensor picture = Pixels.tensor(given).add(1).mul(0.5);

            SideFeatures side = net.apply(input, net.hint(picture)).times(0.7);

            assertClose(side.skips().getFirst(), expected, "skip.first");
            assertClose(side.skips().getLast(), expected, "skip.last");
            assertClose(side.middle(), expected, "middle");
            assertClose(unet.apply(input, side), expected, "noise");
        }
    }
}
