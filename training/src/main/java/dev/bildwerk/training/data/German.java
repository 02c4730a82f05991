package dev.bildwerk.training.data;

import java.util.List;

/** The little German grammar that captions need, for nouns of the noun table. */
final class German {
    private German() {}

    /** {@code ein Apfel}, {@code ein kleiner roter Apfel}. Adjectives are given uninflected. */
    static String nominative(Noun noun, List<String> adjectives) {
        return noun.gender().article + " " + inflected(adjectives, noun.gender().ending) + noun.german();
    }

    /** {@code einem roten Apfel}, as it stands after {@code links von}, {@code über}, {@code unter}. */
    static String dative(Noun noun, List<String> adjectives) {
        return noun.gender().dativeArticle + " " + inflected(adjectives, "en") + noun.germanDative();
    }

    /** {@code zwei rote Äpfel}. */
    static String counted(int count, Noun noun, List<String> adjectives) {
        return number(count) + " " + inflected(adjectives, "e") + noun.germanPlural();
    }

    /** {@code roter Apfel}, without an article. */
    static String bare(Noun noun, List<String> adjectives) {
        return inflected(adjectives, noun.gender().ending) + noun.german();
    }

    /** {@code auf blauem Hintergrund}. */
    static String background(ColourName colour) {
        return "auf " + colour.german + "em Hintergrund";
    }

    /** {@code zwei}, {@code drei}, ... up to five. */
    static String number(int count) {
        return List.of("ein", "zwei", "drei", "vier", "fünf").get(count - 1);
    }

    private static String inflected(List<String> adjectives, String ending) {
        StringBuilder text = new StringBuilder();
        for (String adjective : adjectives) {
            text.append(adjective).append(ending).append(' ');
        }
        return text.toString();
    }
}
