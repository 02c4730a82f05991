package dev.bildwerk.diffusion.prompt;

import java.util.ArrayList;
import java.util.List;

/**
 * AUTOMATIC1111's AND, which draws several prompts into one picture (composable diffusion, Liu et al. 2022). Each may
 * end in a colon and its weight; so may a prompt that stands alone.
 */
final class Composition {
    /** One of the prompts; a weight of 1 where none is given. */
    record Member(String text, double weight) {}

    private Composition() {}

    static List<Member> split(String prompt) {
        List<Member> members = new ArrayList<>();
        int from = 0;
        int and = Characters.findWord("AND", prompt, 0);
        while (and >= 0) {
            members.add(member(prompt.substring(from, and)));
            from = and + "AND".length();
            and = Characters.findWord("AND", prompt, from);
        }
        members.add(member(prompt.substring(from)));
        return members;
    }

    private static Member member(String text) {
        String stripped = stripEnd(text);
        int number = stripped.length();
        while (number > 0 && "+-.0123456789".indexOf(stripped.charAt(number - 1)) >= 0) {
            number--;
        }
        String before = stripEnd(stripped.substring(0, number));
        double weight = Weights.parse(stripped.substring(number));
        return before.endsWith(":") && !Double.isNaN(weight)
                ? new Member(stripEnd(before.substring(0, before.length() - 1)), weight)
                : new Member(stripped, 1);
    }

    private static String stripEnd(String text) {
        int end = text.length();
        while (end > 0 && Characters.isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }
}
