package dev.bildwerk.safety;

import java.util.Locale;
import java.util.ResourceBundle;

/**
 * The sentence for each reason code, in the user's language: {@code messages.properties}, {@code
 * messages_de.properties}.
 */
final class RefusalMessages {
    private RefusalMessages() {}

    static String of(String code, Locale locale) {
        ResourceBundle.Control noFallback =
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
        return ResourceBundle.getBundle("dev.bildwerk.safety.messages", locale, noFallback).getString(code);
    }
}
