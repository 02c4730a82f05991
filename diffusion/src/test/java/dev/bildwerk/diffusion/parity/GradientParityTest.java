package dev.bildwerk.diffusion.parity;

import static dev.bildwerk.diffusion.parity.Closeness.assertClose;

import dev.bildwerk.diffusion.text.ClipTextEncoder;
import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.diffusion.unet.UNetInput;
import dev.bildwerk.diffusion.vae.LatentDistribution;
import dev.bildwerk.diffusion.vae.Vae;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Losses and gradients of the default model's family against torch's autograd over diffusers' modules. */
class GradientParityTest {
    /** A gradient sums over more terms than an output does. */
    private static final double BOUND = 5e-5;

    private static final double KL_WEIGHT = 1e-3;

    @Test
    void theDenoisingLossAndItsGradientsAreTorchs() {
        try (Scope scope = Scope.open();
                FixtureFile expected = Family.MINI.open("gradients.safetensors");
                FixtureFile unetFile = Family.MINI.open("unet/diffusion_pytorch_model.safetensors");
                FixtureFile textFile = Family.MINI.open("text_encoder/model.safetensors")) {
            FixtureWeights unetWeights = FixtureWeights.toBeTrained(unetFile);
            FixtureWeights textWeights = FixtureWeights.toBeTrained(textFile);
            UNet unet = new UNet(unetWeights, Family.MINI.unet());
            ClipTextEncoder text = new ClipTextEncoder(textWeights, Family.MINI.text());

            Tensor context = text.apply(expected.ids("denoising.input_ids")).lastHiddenState();
            double[] timesteps = Arrays.stream(expected.integers("denoising.timestep")).asDoubleStream().toArray();
            Tensor predicted = unet.apply(UNetInput.of(expected.tensor("denoising.sample"), timesteps, context));
            Tensor loss = predicted.sub(expected.tensor("denoising.target")).square().mean();
            loss.backward();

            assertClose(loss, expected, "denoising.loss");
            assertGradients(expected, "denoising.grad.unet.", unetWeights);
            assertGradients(expected, "denoising.grad.text_encoder.", textWeights);
        }
    }

    @Test
    void theAutoencodersLossAndItsGradientsAreTorchs() {
        try (Scope scope = Scope.open();
                FixtureFile expected = Family.MINI.open("gradients.safetensors");
                FixtureFile vaeFile = Family.MINI.open("vae/diffusion_pytorch_model.safetensors")) {
            FixtureWeights weights = FixtureWeights.toBeTrained(vaeFile);
            Vae vae = new Vae(weights, Family.MINI.vae());

            Tensor picture = expected.tensor("autoencoding.picture");
            LatentDistribution latent = vae.encode(picture);
            Tensor decoded = vae.decode(latent.sample(expected.tensor("autoencoding.noise")));
            Tensor distance = decoded.sub(picture).abs().mean();
            // The reference sums over a picture's latent; ours averages over its elements.
            double elements = (double) latent.mean().count() / picture.size(0);
            Tensor divergence = latent.divergence().mul(elements);
            Tensor loss = distance.add(divergence, KL_WEIGHT);
            loss.backward();

            assertClose(distance, expected, "autoencoding.l1");
            assertClose(divergence, expected, "autoencoding.kl");
            assertClose(loss, expected, "autoencoding.loss");
            assertGradients(expected, "autoencoding.grad.vae.", weights);
        }
    }

    private static void assertGradients(FixtureFile expected, String prefix, FixtureWeights weights) {
        expected.names().stream().filter(name -> name.startsWith(prefix)).forEach(name -> assertClose(
                weights.given(name.substring(prefix.length())).gradient(), expected, name, BOUND));
    }
}
