package dev.bildwerk.diffusion.prompt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Replaces {@code __name__} in a prompt with one of the choices of that name. A choice may name others. What has no
 * choices stays as it is.
 */
public final class Wildcards {
    /** A choice within a choice, and so on, is followed so far; a name deeper than that stays, as in a circle. */
    private static final int DEEPEST = 16;

    private static final int MOST_REPLACEMENTS = 1_000;
    private static final int MOST_CHARACTERS = 100_000;
    private static final int LONGEST_NAME = 200;
    private static final String MARK = "__";

    private final Map<String, List<String>> known = new HashMap<>();
    private final StringBuilder text = new StringBuilder();
    private final WildcardSource source;
    private final Random random;
    private int replacements;

    private Wildcards(WildcardSource source, long seed) {
        this.source = source;
        this.random = new Random(mixed(seed));
    }

    /** Seeds that follow each other are the rule, and Random's first numbers of such seeds are alike. */
    private static long mixed(long seed) {
        long mixed = (seed ^ seed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    /**
     * The prompt with its wildcards replaced. The same choices and the same seed give the same prompt, on every
     * machine. After 1,000 replacements or 100,000 characters the rest stays as it is.
     */
    public static String expand(String prompt, WildcardSource source, long seed) {
        Wildcards wildcards = new Wildcards(source, seed);
        wildcards.expand(prompt, 0);
        return wildcards.text.toString();
    }

    private void expand(String prompt, int depth) {
        int i = 0;
        while (i < prompt.length()) {
            int begin = prompt.indexOf(MARK, i);
            int end = begin < 0 ? -1 : prompt.indexOf(MARK, begin + MARK.length() + 1);
            if (end < 0) {
                break;
            }
            List<String> choices = choices(prompt, begin + MARK.length(), end, depth);
            text.append(prompt, i, begin);
            if (choices.isEmpty()) {
                // The second mark may begin another name.
                text.append(prompt, begin, end);
                i = end;
            } else {
                replacements++;
                expand(choices.get(random.nextInt(choices.size())), depth + 1);
                i = end + MARK.length();
            }
        }
        text.append(prompt, Math.min(i, prompt.length()), prompt.length());
    }

    private List<String> choices(String prompt, int from, int to, int depth) {
        boolean mayReplace = depth < DEEPEST && replacements < MOST_REPLACEMENTS && text.length() < MOST_CHARACTERS;
        if (!mayReplace || to - from > LONGEST_NAME) {
            return List.of();
        }
        String name = prompt.substring(from, to);
        boolean isName = name.codePoints().allMatch(point -> Characters.isWord(point) || "-./ ".indexOf(point) >= 0);
        return isName ? known.computeIfAbsent(name, source::choices) : List.of();
    }
}
