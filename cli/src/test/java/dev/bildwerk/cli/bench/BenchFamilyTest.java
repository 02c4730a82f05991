package dev.bildwerk.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.text.ClipTextEncoder;
import dev.bildwerk.diffusion.unet.UNet;
import dev.bildwerk.diffusion.vae.Vae;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shapes are those of the published models: as many weights, and as many numbers in them. */
class BenchFamilyTest {
    @ParameterizedTest
    @CsvSource({
        "SD15, 686, 859520964",
        "SD21, 686, 865910724",
        "SDXL, 1680, 2567463684",
    })
    void denoisersAreThePublishedOnes(BenchFamily family, int weights, long numbers) {
        Map<String, List<Long>> list = WeightList.of(w -> new UNet(w, family.shape().unet()));

        assertThat(list).hasSize(weights);
        assertThat(numbers(list)).isEqualTo(numbers);
    }

    @ParameterizedTest
    @CsvSource({"SD15, 123060480", "SD21, 340387840", "SDXL, 817720320"})
    void textEncodersAreThePublishedOnes(BenchFamily family, long numbers) {
        long sum = family.shape().texts().stream()
                .mapToLong(config -> numbers(WeightList.of(w -> new ClipTextEncoder(w, config))))
                .sum();

        assertThat(sum).isEqualTo(numbers);
    }

    @ParameterizedTest
    @CsvSource({"SD15", "SD21", "SDXL"})
    void autoencodersAreThePublishedOnes(BenchFamily family) {
        Map<String, List<Long>> list = WeightList.of(w -> new Vae(w, family.shape().vae()));

        assertThat(list).hasSize(248);
        assertThat(numbers(list)).isEqualTo(83_653_863);
    }

    private static long numbers(Map<String, List<Long>> list) {
        return list.values().stream()
                .mapToLong(shape -> shape.stream().reduce(1L, (a, b) -> a * b))
                .sum();
    }
}
