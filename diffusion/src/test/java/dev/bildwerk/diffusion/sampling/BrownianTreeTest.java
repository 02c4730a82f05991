package dev.bildwerk.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.noise.PhiloxGenerator;
import dev.bildwerk.engine.noise.TorchGenerator;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrownianTreeTest {
    private static final int COUNT = 20_000;
    private static final double SMALLEST = 0.03;
    private static final double LARGEST = 14.6;

    @ParameterizedTest
    @CsvSource({
        "0, 2968811710, 2230703150, 1595349315",
        "42, 3444837047, 3084123560, 3569086432",
        "1099511627781, 3767146251, 3504654109, 3206961117"
    })
    void seedsAreNumpys(long seed, long first, long ofShortKey, long ofLongKey) {
        assertThat(SeedSequence.firstSeed(seed, 4)).isEqualTo(first);
        assertThat(SeedSequence.firstSeed(seed, 24, 5, 3)).isEqualTo(ofShortKey);
        assertThat(SeedSequence.firstSeed(seed, 24, (1L << 33) + 1, 40)).isEqualTo(ofLongKey);
    }

    @Test
    void everyWayHasStandardNormalNoise() {
        BrownianTree path = tree();
        for (double[] way : new double[][] {{14.6, 0.03}, {14.6, 9}, {9, 3.21}, {0.05, 0.03}}) {
            float[] noise = path.between(way[0], way[1]);
            assertThat(mean(noise, noise)).isCloseTo(1, within(0.04));
            assertThat(mean(noise, ones())).isCloseTo(0, within(0.03));
        }
    }

    @Test
    void waysThatDoNotOverlapAreIndependent() {
        BrownianTree path = tree();
        assertThat(mean(path.between(14.6, 5), path.between(5, 0.5))).isCloseTo(0, within(0.03));
    }

    @Test
    void theFirstHalfOfAWayIsPartOfTheWhole() {
        BrownianTree path = tree();
        float[] whole = path.between(14, 2);
        float[] first = path.between(14, 5);
        float[] second = path.between(5, 2);
        for (int i = 0; i < COUNT; i++) {
            assertThat(first[i] * Math.sqrt(9) + second[i] * Math.sqrt(3))
                    .isCloseTo(whole[i] * Math.sqrt(12), within(1e-4));
        }
    }

    @Test
    void noiseOfAWayDoesNotDependOnWhatWasAskedBefore() {
        BrownianTree asked = tree();
        for (double level = 14; level > 0.1; level *= 0.9) {
            asked.between(level, level * 0.9);
        }
        assertThat(asked.between(7.7, 1.3)).containsExactly(tree().between(7.7, 1.3));
    }

    @Test
    void noWayHasNoNoise() {
        assertThat(tree().between(3, 3)).containsOnly(0);
    }

    @Test
    void everyPictureOfABatchHasThePathOfItsSeed() {
        try (Scope scope = Scope.open()) {
            Tensor both = NoiseSource.seeded(5, 6).intervals(SMALLEST, LARGEST, 2, 4, 4, 4).between(9, 1);
            Tensor alone = NoiseSource.seeded(6).intervals(SMALLEST, LARGEST, 1, 4, 4, 4).between(9, 1);
            assertThat(both.narrow(0, 1, 1).toFloats()).containsExactly(alone.toFloats());
            assertThat(both.narrow(0, 0, 1).toFloats()).isNotEqualTo(alone.toFloats());
        }
    }

    @Test
    void aPathOfTheGpusNoiseIsDrawnByItsGenerator() {
        try (Scope scope = Scope.open()) {
            NoiseSource noise = NoiseSource.seededAsOnGpu(5);
            float[] whole = noise.intervals(SMALLEST, LARGEST, 1, 4, 4, 4)
                    .between(SMALLEST, LARGEST)
                    .toFloats();
            float[] expected = new PhiloxGenerator(SeedSequence.firstSeed(5, 24)).normal(64);
            for (int i = 0; i < 64; i++) {
                assertThat(whole[i]).isCloseTo(expected[i], within(1e-6f));
            }
            assertThat(noise.draw(1, 4, 4, 4).toFloats()).containsExactly(new PhiloxGenerator(5).normal(64));
        }
    }

    @Test
    void aGeneratorGivesAPathToo() {
        try (Scope scope = Scope.open()) {
            List<TorchGenerator> generators = List.of(new TorchGenerator(5), new TorchGenerator(6));
            Tensor both = NoiseSource.ofEach(generators)
                    .intervals(SMALLEST, LARGEST, 2, 4, 4, 4)
                    .between(9, 1);
            Tensor alone = NoiseSource.of(new TorchGenerator(6))
                    .intervals(SMALLEST, LARGEST, 1, 4, 4, 4)
                    .between(9, 1);
            assertThat(both.narrow(0, 1, 1).toFloats()).containsExactly(alone.toFloats());
        }
    }

    private static BrownianTree tree() {
        return new BrownianTree(11, word -> new TorchGenerator(word).normal(COUNT), SMALLEST, LARGEST);
    }

    private static float[] ones() {
        float[] ones = new float[COUNT];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static double mean(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < COUNT; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum / COUNT;
    }
}
