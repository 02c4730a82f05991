package dev.bildwerk.cli.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberRangeTest {
    /** What AUTOMATIC1111's grid made of them. */
    static Stream<Arguments> wholeNumbersOfAutomatic1111() {
        return Stream.of(
                Arguments.of("1-5", List.of(1L, 2L, 3L, 4L, 5L)),
                Arguments.of("1-5 (+2)", List.of(1L, 3L, 5L)),
                Arguments.of("10-5 (-3)", List.of(10L, 7L)),
                Arguments.of("1-10 [5]", List.of(1L, 3L, 5L, 7L, 10L)),
                Arguments.of("0-100[7]", List.of(0L, 16L, 33L, 50L, 66L, 83L, 100L)),
                Arguments.of("-3--1", List.of(-3L, -2L, -1L)),
                Arguments.of("1-6(+2)", List.of(1L, 3L, 5L)),
                Arguments.of("7-7", List.of(7L)),
                Arguments.of("3-9 [1]", List.of(3L)));
    }

    @ParameterizedTest
    @MethodSource("wholeNumbersOfAutomatic1111")
    void countsAsAutomatic1111Does(String text, List<Long> numbers) {
        assertThat(NumberRange.parse(text).orElseThrow().wholeNumbers()).isEqualTo(numbers);
    }

    /** What AUTOMATIC1111's grid made of them. */
    static Stream<Arguments> numbersOfAutomatic1111() {
        return Stream.of(
                Arguments.of("1-3", List.of(1.0, 2.0, 3.0)),
                Arguments.of("0-1 (+0.25)", List.of(0.0, 0.25, 0.5, 0.75, 1.0)),
                Arguments.of("1-3 (+0.5)", List.of(1.0, 1.5, 2.0, 2.5, 3.0)),
                Arguments.of("10-10 [5]", List.of(10.0, 10.0, 10.0, 10.0, 10.0)),
                Arguments.of("0.2-0.8 [4]", List.of(0.2, 0.4, 0.6000000000000001, 0.8)),
                Arguments.of("3-7.5[4]", List.of(3.0, 4.5, 6.0, 7.5)),
                Arguments.of("-1.5-1.5[3]", List.of(-1.5, 0.0, 1.5)));
    }

    @ParameterizedTest
    @MethodSource("numbersOfAutomatic1111")
    void spreadsAsAutomatic1111Does(String text, List<Double> numbers) {
        assertThat(NumberRange.parse(text).orElseThrow().numbers()).isEqualTo(numbers);
    }

    @ParameterizedTest
    @CsvSource({"0-1(+0.3), 0.9", "10-5(-3), 7", "5-1, 1", "5-1(-2), 1", "0.1-0.3(+0.1), 0.3"})
    void goesNoFurtherThanItsEnd(String text, double last) {
        assertThat(NumberRange.parse(text).orElseThrow().numbers().getLast()).isEqualTo(last);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1-5(-1)", "5-1(+1)", "1-5(+0)", "1-5[0]"})
    void holdsNothingWhereItsStepLeadsAway(String text) {
        NumberRange range = NumberRange.parse(text).orElseThrow();

        assertThat(range.size()).isZero();
        assertThat(range.numbers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "5", "-5", "1.5", "a-b", "1-", "-", "1-5(", "1-5[]", "1-5[-2]", "1-5(2", "1e3-2e3", "1-2-3"
    })
    void isNoRange(String text) {
        assertThat(NumberRange.parse(text)).isEmpty();
    }

    @Test
    void staysBetweenItsEndsAndIsAsLongAsItSays() {
        Random random = new Random(5);
        for (int round = 0; round < 2000; round++) {
            double from = random.nextInt(-400, 400) / 10.0;
            double to = random.nextInt(-400, 400) / 10.0;
            boolean counted = random.nextBoolean();
            double step = Math.copySign(random.nextInt(1, 50) / 10.0, to - from);
            String text = counted
                    ? "%s-%s[%d]".formatted(from, to, random.nextInt(1, 40))
                    : "%s-%s(%s)".formatted(from, to, step);
            NumberRange range = NumberRange.parse(text).orElseThrow();
            List<Double> numbers = range.numbers();

            assertThat(numbers).as(text).hasSize((int) range.size());
            assertThat(numbers.getFirst()).as(text).isEqualTo(from);
            assertThat(numbers).as(text).allSatisfy(number ->
                    assertThat(number).isBetween(Math.min(from, to) - 1e-9, Math.max(from, to) + 1e-9));
            for (int i = 1; !counted && i < numbers.size(); i++) {
                assertThat(numbers.get(i) - numbers.get(i - 1)).as(text).isCloseTo(step, within(1e-9));
            }
        }
    }

    @Test
    void aHugeOneIsCountedWithoutBeingWrittenOut() {
        assertThat(NumberRange.parse("0-1000000000000").orElseThrow().size()).isEqualTo(1_000_000_000_001L);
    }
}
