package dev.bildwerk.safety.prompt;

import java.util.Locale;
import java.util.function.UnaryOperator;

/** Ways to write a word so that it looks the same to a reader and different to a list of words. */
enum Disguise {
    CAPITALS(text -> text.toUpperCase(Locale.ROOT)),
    FULL_WIDTH(text -> each(text, c -> c > ' ' && c < 127 ? (char) (c + 0xfee0) : c)),
    ZERO_WIDTH(text -> text.replaceAll("(?<=\\p{L})(?=\\p{L})", "\u200b")),
    SOFT_HYPHEN(text -> text.replaceAll("(?<=\\p{L})(?=\\p{L})", "\u00ad")),
    RIGHT_TO_LEFT(text -> "\u202e" + text + "\u202c"),
    CYRILLIC(text -> swapped(text, "acekopxyisACEKOPXYIS", "асекорхуіѕАСЕКОРХУІЅ")),
    COMBINING(text -> text.replaceAll("(\\p{L})", "$1\u0336")),
    LEET(text -> swapped(text, "aeoi", "4301")),
    THREE_OF_EACH_VOWEL(text -> text.replaceAll("([aeiouAEIOU])", "$1$1$1")),
    LETTERS_APART(text -> text.replace(" ", "   ").replaceAll("(?<=\\p{L})(?=\\p{L})", " ")),
    DASHES(text -> text.replaceAll("(?<=\\p{L})(?=\\p{L})", "-")),
    EMOJI_BETWEEN(text -> text.replaceAll("(?<=\\p{L})(?=\\p{L})", "\uD83C\uDF38")),
    WEIGHTED(text -> "(" + text + ":1.3)"),
    WIDE_SPACES(text -> text.replace(" ", "\u3000\n "));

    private final UnaryOperator<String> disguise;

    Disguise(UnaryOperator<String> disguise) {
        this.disguise = disguise;
    }

    String of(String text) {
        return disguise.apply(text);
    }

    private static String swapped(String text, String from, String to) {
        return each(text, c -> from.indexOf(c) < 0 ? c : to.charAt(from.indexOf(c)));
    }

    private static String each(String text, UnaryOperator<Character> replace) {
        StringBuilder replaced = new StringBuilder();
        for (char c : text.toCharArray()) {
            replaced.append((char) replace.apply(c));
        }
        return replaced.toString();
    }
}
