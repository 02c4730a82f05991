package dev.bildwerk.safety.prompt;

import java.util.Locale;
import java.util.Map;

/** In which language to answer a prompt: the user's, or where that is English or none of the policy's, the prompt's. */
public final class PromptLanguage {
    private PromptLanguage() {}

    /** One of the languages of {@code words.*.txt}; English for a prompt of which none is known. */
    public static Locale of(String prompt, Locale userLocale) {
        String user = userLocale.getLanguage();
        if (Languages.CODES.contains(user) && !user.equals("en")) {
            return Locale.of(user);
        }
        String language = "en";
        long most = 0;
        for (Map.Entry<String, Long> spoken : Languages.spokenIn(prompt).entrySet()) {
            if (spoken.getValue() > most) {
                language = spoken.getKey();
                most = spoken.getValue();
            }
        }
        return Locale.of(language);
    }
}
