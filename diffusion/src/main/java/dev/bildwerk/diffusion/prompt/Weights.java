package dev.bildwerk.diffusion.prompt;

import java.math.BigDecimal;

/** Weights as they are written in prompts. */
final class Weights {
    /** The largest weight on either side of 0; larger numbers are no weights but text. */
    static final double MOST = 10_000;

    /** Longer texts are no number that anyone wrote. */
    private static final int LONGEST_NUMBER = 400;

    private Weights() {}

    /** A product of weights, held in the range of one. */
    static double product(double a, double b) {
        return Math.clamp(a * b, -MOST, MOST);
    }

    /** The weight that a text says, with white space around it; NaN where it says none. */
    static double parse(String text) {
        double number = number(text);
        return Math.abs(number) <= MOST ? number : Double.NaN;
    }

    /** A decimal number, with white space around it; NaN where there is none, infinite where it is beyond a double. */
    static double number(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && Characters.isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && Characters.isSpace(text.charAt(to - 1))) {
            to--;
        }
        return to - from <= LONGEST_NUMBER && isNumber(text, from, to)
                ? Double.parseDouble(text.substring(from, to))
                : Double.NaN;
    }

    /** The weight with all the digits that tell it from others, and without an exponent. */
    static String print(double weight) {
        return new BigDecimal(Double.toString(weight)).toPlainString();
    }

    private static boolean isNumber(String text, int from, int to) {
        int i = sign(text, from, to);
        int whole = digits(text, i, to);
        int end = whole;
        int count = whole - i;
        if (end < to && text.charAt(end) == '.') {
            int fraction = digits(text, end + 1, to);
            count += fraction - end - 1;
            end = fraction;
        }
        if (count == 0) {
            return false;
        }
        if (end < to && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            int exponent = sign(text, end + 1, to);
            end = digits(text, exponent, to);
            return end == to && end > exponent;
        }
        return end == to;
    }

    private static int sign(String text, int i, int to) {
        return i < to && (text.charAt(i) == '+' || text.charAt(i) == '-') ? i + 1 : i;
    }

    private static int digits(String text, int i, int to) {
        int end = i;
        while (end < to && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }
}
