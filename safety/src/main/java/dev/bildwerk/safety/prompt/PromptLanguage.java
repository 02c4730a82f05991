package dev.bildwerk.safety.prompt;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** In which language to answer a prompt: German if it reads as German, else the user's. */
public final class PromptLanguage {
    private static final Set<String> GERMAN = Set.copyOf(PolicyFiles.lines("words.de.txt"));

    private PromptLanguage() {}

    public static Locale of(String prompt, Locale userLocale) {
        if (userLocale.getLanguage().equals("de") || isGerman(prompt)) {
            return Locale.GERMAN;
        }
        return Locale.ENGLISH;
    }

    private static boolean isGerman(String prompt) {
        List<String> words = WordForms.words(TextFolding.lowerCase(prompt));
        return words.stream()
                .anyMatch(word -> GERMAN.contains(word) || word.chars().anyMatch(c -> "äöüß".indexOf(c) >= 0));
    }
}
