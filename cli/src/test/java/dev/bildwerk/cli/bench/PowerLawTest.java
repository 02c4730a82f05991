package dev.bildwerk.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PowerLawTest {
    private static final double[] X = {1, 2, 5, 10, 20, 50};

    @ParameterizedTest
    @ValueSource(doubles = {-1, 0.5, 1, 1.37, 2})
    void findsTheLawThatPointsWereMadeBy(double exponent) {
        PowerLaw law = PowerLaw.fit(X, Arrays.stream(X).map(x -> 3.5 * Math.pow(x, exponent)).toArray());

        assertThat(law.exponent()).isCloseTo(exponent, within(1e-12));
        assertThat(law.factor()).isCloseTo(3.5, within(1e-11));
        assertThat(law.determination()).isCloseTo(1, within(1e-12));
    }

    @Test
    void whatStaysTheSameDoesNotGrow() {
        PowerLaw law = PowerLaw.fit(new double[] {1, 2, 4}, new double[] {7, 7, 7});

        assertThat(law.exponent()).isCloseTo(0, within(1e-12));
        assertThat(law.factor()).isCloseTo(7, within(1e-12));
        assertThat(law.determination()).isEqualTo(1);
    }

    /** Of three points at equal distances the middle one moves the line and does not turn it. */
    @Test
    void isTheLineOfLeastSquares() {
        PowerLaw law = PowerLaw.fit(new double[] {1, 2, 4}, new double[] {1, 3, 8});

        assertThat(law.exponent()).isCloseTo(1.5, within(1e-12));
        assertThat(law.factor()).isCloseTo(Math.pow(24, 1.0 / 3) / Math.pow(2, 1.5), within(1e-12));
        assertThat(law.determination()).isBetween(0.99, 0.9999);
    }

    @Test
    void noiseOfTenPercentMovesItLittle() {
        SplittableRandom random = new SplittableRandom(5);

        PowerLaw law = PowerLaw.fit(X, Arrays.stream(X).map(x -> x * random.nextDouble(0.9, 1.1)).toArray());

        assertThat(law.exponent()).isBetween(0.93, 1.07);
        assertThat(law.determination()).isBetween(0.98, 1.0);
    }

    @Test
    void unitsChangeTheFactorAlone() {
        double[] y = {0.3, 0.7, 1.5, 3.3, 6, 15};

        PowerLaw seconds = PowerLaw.fit(X, y);
        PowerLaw milliseconds = PowerLaw.fit(X, Arrays.stream(y).map(each -> 1000 * each).toArray());

        assertThat(milliseconds.exponent()).isCloseTo(seconds.exponent(), within(1e-12));
        assertThat(milliseconds.factor() / seconds.factor()).isCloseTo(1000, within(1e-8));
    }

    @Test
    void onePointOrNothingOrTheSamePointTwiceIsNoLaw() {
        assertThatThrownBy(() -> PowerLaw.fit(new double[] {2}, new double[] {3}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PowerLaw.fit(new double[] {2, 2}, new double[] {3, 4}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PowerLaw.fit(new double[] {1, 2}, new double[] {0, 4}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
