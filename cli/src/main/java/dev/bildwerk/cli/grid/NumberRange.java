package dev.bildwerk.cli.grid;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Numbers from one to another: {@code 1-5}, with a step {@code 1-9(+2)}, or so many of them {@code 1-9[3]}, both ends
 * among them. The form is that of AUTOMATIC1111's grids; other than there no number lies beyond the end, and one may
 * count down.
 *
 * @param step null where a count is told
 */
record NumberRange(BigDecimal from, BigDecimal to, BigDecimal step, int count) {
    private static final String NUMBER = "([+-]?\\d{1,19}(?:\\.\\d{0,12})?)";
    private static final Pattern FORM = Pattern.compile(
            NUMBER + "\\s*-\\s*" + NUMBER + "(?:\\s*\\(\\s*" + NUMBER + "\\s*\\)|\\s*\\[\\s*(\\d{1,9})\\s*])?");
    private static final int NO_COUNT = -1;

    /** Empty where this is no range, such as one number. */
    static Optional<NumberRange> parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        BigDecimal from = new BigDecimal(form.group(1));
        BigDecimal to = new BigDecimal(form.group(2));
        if (form.group(4) != null) {
            return Optional.of(new NumberRange(from, to, null, Integer.parseInt(form.group(4))));
        }
        BigDecimal step = form.group(3) != null
                ? new BigDecimal(form.group(3))
                : BigDecimal.valueOf(to.compareTo(from) < 0 ? -1 : 1);
        return Optional.of(new NumberRange(from, to, step, NO_COUNT));
    }

    /** How many numbers that makes; 0 where the step leads away from the end or is none. */
    long size() {
        if (step == null) {
            return count;
        }
        if (step.signum() == 0 || to.subtract(from).signum() == -step.signum()) {
            return 0;
        }
        return to.subtract(from).divideToIntegralValue(step).longValue() + 1;
    }

    /** All of them as whole numbers, cut off as AUTOMATIC1111 does. */
    List<Long> wholeNumbers() {
        return exact().stream().map(BigDecimal::longValue).toList();
    }

    List<Double> numbers() {
        return step == null ? evenlySpread() : exact().stream().map(BigDecimal::doubleValue).toList();
    }

    private List<BigDecimal> exact() {
        if (step == null) {
            return evenlySpread().stream().map(BigDecimal::new).toList();
        }
        List<BigDecimal> numbers = new ArrayList<>();
        for (long i = 0, size = size(); i < size; i++) {
            numbers.add(from.add(step.multiply(BigDecimal.valueOf(i))));
        }
        return numbers;
    }

    /** As numpy's {@code linspace} reckons them. */
    private List<Double> evenlySpread() {
        double start = from.doubleValue();
        double end = to.doubleValue();
        double apart = count > 1 ? (end - start) / (count - 1) : 0;
        return IntStream.range(0, count)
                .mapToObj(i -> i > 0 && i == count - 1 ? end : start + i * apart)
                .toList();
    }
}
