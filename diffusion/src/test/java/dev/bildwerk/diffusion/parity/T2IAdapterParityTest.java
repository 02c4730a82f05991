package dev.bildwerk.diffusion.parity;

import static dev.bildwerk.diffusion.parity.Closeness.assertClose;

import dev.bildwerk.diffusion.picture.Box;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Pixels;
import dev.bildwerk.diffusion.unet.SideFeatures;
import dev.bildwerk.diffusion.unet.T2IAdapter;
import dev.bildwerk.diffusion.unet.T2IAdapterConfig;
import dev.bildwerk.diffusion.unet.T2IAdapterConfig.Kind;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of T2I-Adapter against diffusers', for a picture whose sides are odd on the way down. */
class T2IAdapterParityTest {
    private static final Map<String, T2IAdapterConfig> CONFIGS = Map.of(
            "full", new T2IAdapterConfig(Kind.FULL, 3, List.of(16, 32, 32), 2, 4),
            "xl", new T2IAdapterConfig(Kind.FULL_XL, 3, List.of(8, 16, 24, 24), 2, 8),
            "light", new T2IAdapterConfig(Kind.LIGHT, 3, List.of(16, 32, 32), 3, 4),
            "grey", new T2IAdapterConfig(Kind.FULL, 1, List.of(8, 16), 1, 4));

    @ParameterizedTest
    @ValueSource(strings = {"full", "xl", "light", "grey"})
    void answersAsInDiffusers(String kind) {
        try (FixtureFile expected = Family.SD1.open("guides.safetensors");
                FixtureFile controls = Family.SD1.open("controls.safetensors");
                Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            Picture given = new Picture(64, 64, controls.bytes("picture")).cropped(new Box(0, 0, 40, 24));
            Tensor picture = Pixels.tensor(given).add(1).mul(0.5);
            Tensor seen = kind.equals("grey") ? picture.mean(true, 1) : picture;

            SideFeatures side = new T2IAdapter(new PatternedWeights(kind + "."), CONFIGS.get(kind)).apply(seen);

            Assertions.assertThat(side.levels()).hasSize(CONFIGS.get(kind).channels().size());
            for (int i = 0; i < side.levels().size(); i++) {
                assertClose(side.levels().get(i), expected, "levels.%s.%d".formatted(kind, i));
            }
        }
    }
}
