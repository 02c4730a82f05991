package dev.bildwerk.safety.prompt;

import com.ibm.icu.text.SpoofChecker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Unicode (UTS 39, as ICU4J knows it) takes for look-alikes of single Latin letters, as {@code confusables-unicode.txt} holds it.
 * {@code main} writes that file anew: its only argument is the path.
 */
final class UnicodeConfusables {
    private static final int LAST = 0x1ffff;

    private UnicodeConfusables() {}

    public static void main(String[] arguments) throws IOException {
        Files.write(Path.of(arguments[0]), lines(), StandardCharsets.UTF_8);
    }

    static List<String> lines() {
        SpoofChecker checker = new SpoofChecker.Builder().setChecks(SpoofChecker.CONFUSABLE).build();
        Map<Character, StringBuilder> byLetter = new TreeMap<>();
        for (int point = 0x80; point <= LAST; point++) {
            char letter = letterLike(checker, point);
            if (letter != 0) {
                byLetter.computeIfAbsent(letter, key -> new StringBuilder()).append(' ').appendCodePoint(point);
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add("# Look-alikes of Latin letters by Unicode's confusables (UTS 39). Made by UnicodeConfusables, beside the tests; what");
        lines.add("# compatibility forms make of a character anyway is left out. confusables.txt goes before this.");
        byLetter.forEach((letter, points) -> lines.add("%c =%s".formatted(letter, points)));
        return lines;
    }

    /** The Latin letter in lower case that a character looks like, or 0. */
    private static char letterLike(SpoofChecker checker, int point) {
        boolean isSelf = !Character.isDefined(point)
                || !Character.isLetter(point) && Character.getType(point) != Character.LETTER_NUMBER;
        if (isSelf || point >= 0x4e00 && point <= 0x9fff || point >= 0xac00 && point <= 0xd7a3) {
            return 0;
        }
        String character = Character.toString(point);
        String plain = TextFolding.lowerCase(Normalizer.normalize(character, Normalizer.Form.NFKD));
        String skeleton = TextFolding.lowerCase(checker.getSkeleton(character));
        boolean isLetter = skeleton.length() == 1 && skeleton.charAt(0) >= 'a' && skeleton.charAt(0) <= 'z';
        return isLetter && !plain.startsWith(skeleton) ? skeleton.charAt(0) : 0;
    }
}
