package dev.bildwerk.diffusion.unet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.parity.Family;
import dev.bildwerk.diffusion.parity.FixtureFile;
import dev.bildwerk.diffusion.parity.UNetCase;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Flops;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.noise.TorchGenerator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeepFeaturesTest {

    @ParameterizedTest
    @EnumSource
    void whatLiesAboveAnyCutGivesThePredictionOfTheWhole(Family family) {
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open();
                FixtureFile cases = family.open("cases.safetensors")) {
            UNet unet = family.unet(DType.F32);
            UNetInput input = UNetCase.input(cases, DType.F32, 981, 981);
            float[] whole = unet.apply(input).toFloats();
            long before = 0;
            for (int branch = 0; branch < family.unet().branches(); branch++) {
                int cut = branch;
                UNet.Answer answer = unet.applyKeeping(input, SideFeatures.NONE, cut);
                assertThat(answer.prediction().toFloats()).as("kept at %d", cut).isEqualTo(whole);
                Tensor[] above = new Tensor[1];
                long flops = Flops.of(() ->
                        above[0] = unet.applyAbove(input, SideFeatures.NONE, cut, answer.deep()));
                assertThat(above[0].toFloats()).as("above %d", cut).isEqualTo(whole);
                assertThat(flops).as("work above %d", cut).isGreaterThan(before);
                before = flops;
            }
            assertThat(Flops.of(() -> unet.apply(input))).isGreaterThan(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatOtherNetworksAddIsAddedAboveTheCutToo(Family family) {
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open();
                FixtureFile cases = family.open("cases.safetensors")) {
            UNet unet = family.unet(DType.F32);
            UNetInput input = UNetCase.input(cases, DType.F32, 981, 981);
            for (SideFeatures side : List.of(behind(family, input), within(family, input))) {
                float[] whole = unet.apply(input, side).toFloats();
                assertThat(whole).isNotEqualTo(unet.apply(input).toFloats());
                for (int branch = 0; branch < family.unet().branches(); branch++) {
                    Tensor deep = unet.applyKeeping(input, side, branch).deep();
                    assertThat(unet.applyAbove(input, side, branch, deep).toFloats()).as("%d", branch).isEqualTo(whole);
                }
            }
        }
    }

    @Test
    void theDeepFeaturesOfAnotherStepGiveAnotherPrediction() {
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open();
                FixtureFile cases = Family.SD1.open("cases.safetensors")) {
            UNet unet = Family.SD1.unet(DType.F32);
            UNetInput first = UNetCase.input(cases, DType.F32, 981, 981);
            UNetInput second = UNetCase.input(cases, DType.F32, 941, 941);
            Tensor deep = unet.applyKeeping(first, SideFeatures.NONE, 0).deep();
            float[] mixed = unet.applyAbove(second, SideFeatures.NONE, 0, deep).toFloats();
            assertThat(mixed).isNotEqualTo(unet.apply(second).toFloats());
            assertThat(mixed).isNotEqualTo(unet.apply(first).toFloats());
        }
    }

    /** As of a ControlNet. */
    private static SideFeatures behind(Family family, UNetInput input) {
        List<long[]> shapes = shapes(family.unet(), input.sample());
        List<Tensor> skips = shapes.stream().map(DeepFeaturesTest::noise).toList();
        return SideFeatures.behindEncoder(skips, noise(shapes.getLast()));
    }

    /** As of a T2I-Adapter. */
    private static SideFeatures within(Family family, UNetInput input) {
        UNetConfig config = family.unet();
        List<long[]> shapes = shapes(config, input.sample());
        List<Tensor> levels = new ArrayList<>();
        for (int level = 0; level < config.blockOutChannels().size(); level++) {
            boolean last = level == config.blockOutChannels().size() - 1;
            boolean early = config.attention().get(level) || last;
            int behind = (config.layersPerBlock() + 1) * (level + 1) - (early ? 1 : 0);
            levels.add(noise(shapes.get(behind)));
        }
        return SideFeatures.withinEncoder(levels);
    }

    /** Of the skip connections. */
    private static List<long[]> shapes(UNetConfig config, Tensor sample) {
        List<long[]> shapes = new ArrayList<>();
        long height = sample.size(2);
        long width = sample.size(3);
        shapes.add(new long[] {sample.size(0), config.blockOutChannels().getFirst(), height, width});
        for (int level = 0; level < config.blockOutChannels().size(); level++) {
            int channels = config.blockOutChannels().get(level);
            for (int i = 0; i < config.layersPerBlock(); i++) {
                shapes.add(new long[] {sample.size(0), channels, height, width});
            }
            if (level < config.blockOutChannels().size() - 1) {
                height = (height + 1) / 2;
                width = (width + 1) / 2;
                shapes.add(new long[] {sample.size(0), channels, height, width});
            }
        }
        return shapes;
    }

    private static Tensor noise(long[] shape) {
        int count = (int) (shape[0] * shape[1] * shape[2] * shape[3]);
        return Tensor.of(new TorchGenerator(shape[1] + shape[2]).normal(count), shape);
    }
}
