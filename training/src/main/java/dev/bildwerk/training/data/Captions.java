package dev.bildwerk.training.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/**
 * Captions of a picture in English and German, plain ones first, without repetition.
 *
 * @param en English captions
 * @param de German captions; empty where no German name is known
 */
record Captions(List<String> en, List<String> de) {
    private static final int MOST_TAGS = 3;

    Captions {
        en = List.copyOf(new LinkedHashSet<>(en));
        de = List.copyOf(new LinkedHashSet<>(de));
    }

    /**
     * Captions of a single thing on white.
     *
     * @param mainColour the colour that most of the picture has, or null
     * @param nouns so that a keyword that names another thing is not used
     */
    static Captions of(Concept concept, Style style, ColourName mainColour, NounTable nouns) {
        String colour = mainColour == null || namesColour(concept.name()) ? null : mainColour.english;
        return concept.noun() == null
                ? labelled(concept, style, colour == null ? null : mainColour, nouns)
                : named(concept, style, colour == null ? null : mainColour, nouns);
    }

    private static Captions named(Concept concept, Style style, ColourName colour, NounTable nouns) {
        Noun noun = concept.noun();
        String label = concept.name();
        String thing = English.withArticle(noun.singular());
        List<String> en = new ArrayList<>();
        en.add(noun.singular());
        en.add(thing);
        en.add(thing + ", " + style.english());
        en.add(noun.singular() + " on a white background");
        en.add(English.withArticle(label));
        en.add(label + ", " + style.english());
        if (colour != null) {
            String coloured = English.withArticle(colour.english + " " + noun.singular());
            en.add(coloured);
            en.add(coloured + ", " + style.english());
        }
        en.add(tagged(noun.singular(), concept.tags(), nouns));

        List<String> de = new ArrayList<>();
        de.add(noun.german());
        de.add(German.nominative(noun, List.of()));
        de.add(noun.german() + ", " + style.german());
        de.add(noun.german() + " auf weißem Hintergrund");
        if (colour != null) {
            de.add(German.nominative(noun, List.of(colour.german)));
            de.add(German.nominative(noun, List.of(colour.german)) + ", " + style.german());
        }
        de.add(tagged(noun.german(), concept.germanTags(), nouns));
        return new Captions(en, de);
    }

    private static Captions labelled(Concept concept, Style style, ColourName colour, NounTable nouns) {
        String label = concept.name();
        String thing = English.withArticle(label);
        List<String> en = new ArrayList<>();
        en.add(label);
        en.add(thing);
        en.add(thing + ", " + style.english());
        en.add(label + " on a white background");
        if (colour != null) {
            en.add(English.withArticle(colour.english + " " + label));
        }
        en.add(tagged(label, concept.tags(), nouns));

        List<String> de = new ArrayList<>();
        if (concept.german() != null) {
            de.add(concept.german());
            de.add(concept.german() + ", " + style.german());
            de.add(concept.german() + " auf weißem Hintergrund");
            if (colour != null) {
                de.add(concept.german() + ", " + colour.german);
            }
            de.add(tagged(concept.german(), concept.germanTags(), nouns));
        }
        return new Captions(en, de);
    }

    private static boolean namesColour(String text) {
        List<String> words = List.of(text.toLowerCase(Locale.ROOT).split("[ -]"));
        for (ColourName colour : ColourName.values()) {
            if (words.contains(colour.english)) {
                return true;
            }
        }
        return words.contains("grey");
    }

    /** The label and a few keywords that neither repeat it nor name another thing. */
    private static String tagged(String label, Collection<String> tags, NounTable nouns) {
        String lower = label.toLowerCase(Locale.ROOT);
        List<String> kept = tags.stream()
                .filter(tag -> tag.length() > 2 && !lower.contains(tag.toLowerCase(Locale.ROOT)))
                .filter(tag -> !nouns.names(tag) && !namesColour(tag))
                .limit(MOST_TAGS).toList();
        return kept.isEmpty() ? label : label + ", " + String.join(", ", kept);
    }
}
