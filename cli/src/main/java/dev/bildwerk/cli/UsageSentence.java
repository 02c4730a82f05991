package dev.bildwerk.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What picocli says of an option, without the words of Java. */
final class UsageSentence {
    private static final Pattern CHOICE =
            Pattern.compile("expected one of \\[([^\\]]*)\\] \\(case-insensitive\\) but was '(.*)'", Pattern.DOTALL);

    private UsageSentence() {}

    static String of(String picocli) {
        String sentence = picocli.strip()
                .replaceAll("is not a (double|float)$", "is no number")
                .replaceAll("is not an? (int|long)$", "is no whole number, or too large");
        Matcher choice = CHOICE.matcher(sentence);
        return choice.find()
                ? sentence.substring(0, choice.start())
                        + "\"%s\" is none of %s".formatted(choice.group(2), choice.group(1).toLowerCase(Locale.ROOT))
                : sentence;
    }
}
