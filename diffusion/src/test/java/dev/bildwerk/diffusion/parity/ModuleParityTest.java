package dev.bildwerk.diffusion.parity;

import static dev.bildwerk.diffusion.parity.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.layers.LayerNorm;
import dev.bildwerk.diffusion.text.ClipTextEncoder;
import dev.bildwerk.diffusion.text.ClipTextOutput;
import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.diffusion.vae.LatentDistribution;
import dev.bildwerk.diffusion.vae.Vae;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole modules against transformers and diffusers, in fp32 and in bf16. */
class ModuleParityTest {
    /** torch's own bf16 run of these models differs from its fp32 run by up to 2.4 %. */
    private static final double BF16 = 0.03;

    @ParameterizedTest
    @EnumSource
    void encodesTextAsTransformersDoes(Family family) {
        try (Scope scope = Scope.open();
                FixtureFile cases = family.open("cases.safetensors")) {
            assertEncodes(family.textEncoder(DType.F32), cases, "text_encoder", Closeness.FP32);
            assertEncodes(family.textEncoder(DType.BF16), cases, "text_encoder", BF16);
        }
    }

    @Test
    void encodesTextAsTheSecondEncoderOfSdxlDoes() {
        try (Scope scope = Scope.open();
                FixtureFile cases = Family.SDXL.open("cases.safetensors")) {
            assertEncodes(Family.SDXL.textEncoder2(DType.F32), cases, "text_encoder_2", Closeness.FP32);
            assertEncodes(Family.SDXL.textEncoder2(DType.BF16), cases, "text_encoder_2", BF16);
        }
    }

    private static void assertEncodes(ClipTextEncoder encoder, FixtureFile cases, String part, double bound) {
        ClipTextOutput output = encoder.apply(cases.ids(part + ".input_ids"));
        assertClose(output.lastHiddenState(), cases, part + ".last_hidden_state", bound);
        assertClose(output.penultimate(), cases, part + ".penultimate", bound);
        assertClose(output.pooled(), cases, part + ".pooled", bound);
    }

    @ParameterizedTest
    @EnumSource
    void normsAnEarlierStateAsClipSkipNeedsIt(Family family) {
        try (Scope scope = Scope.open();
                FixtureFile cases = family.open("cases.safetensors");
                FixtureFile weights = family.open("text_encoder/model.safetensors")) {
            LayerNorm norm = LayerNorm.of(
                    FixtureWeights.of(weights, DType.F32).at("text_model.final_layer_norm"), family.text().width());

            Tensor penultimate = family.textEncoder(DType.F32)
                    .apply(cases.ids("text_encoder.input_ids"))
                    .penultimate();

            assertClose(norm.apply(penultimate), cases, "text_encoder.penultimate_normed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void predictsNoiseAsDiffusersDoes(Family family) {
        try (Scope scope = Scope.open();
                FixtureFile cases = family.open("cases.safetensors")) {
            assertPredicts(family.unet(DType.F32), DType.F32, cases, Closeness.FP32);
            assertPredicts(family.unet(DType.BF16), DType.BF16, cases, BF16);
        }
    }

    private static void assertPredicts(UNet unet, DType dtype, FixtureFile cases, double bound) {
        assertClose(unet.apply(UNetCase.input(cases, dtype, 999, 999)), cases, "unet.t999", bound);
        assertClose(unet.apply(UNetCase.input(cases, dtype, 37, 37)), cases, "unet.t37", bound);
        assertClose(unet.apply(UNetCase.input(cases, dtype, 999, 37)), cases, "unet.mixed", bound);
    }

    @ParameterizedTest
    @EnumSource
    void encodesAndDecodesPicturesAsDiffusersDoes(Family family) {
        try (Scope scope = Scope.open();
                FixtureFile cases = family.open("cases.safetensors")) {
            assertEncodesAndDecodes(family.vae(DType.F32), DType.F32, cases, Closeness.FP32);
            assertEncodesAndDecodes(family.vae(DType.BF16), DType.BF16, cases, BF16);
        }
    }

    private static void assertEncodesAndDecodes(Vae vae, DType dtype, FixtureFile cases, double bound) {
        LatentDistribution latent = vae.encode(cases.tensor("vae.picture").to(dtype));
        assertClose(latent.mean(), cases, "vae.mean", bound);
        assertClose(latent.logVariance(), cases, "vae.logvar", bound);
        assertClose(vae.decode(cases.tensor("vae.latent").to(dtype)), cases, "vae.decoded", bound);
    }

    @Test
    void aWrongTimestepIsSeen() {
        try (Scope scope = Scope.open();
                FixtureFile cases = Family.MINI.open("cases.safetensors")) {
            Tensor other = Family.MINI.unet(DType.F32).apply(UNetCase.input(cases, DType.F32, 38, 38));
            assertThat(Closeness.relativeError(other.toFloats(), cases.floats("unet.t37")))
                    .isGreaterThan(10 * Closeness.FP32);
        }
    }
}
