package dev.bildwerk.training.data;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A picture of a common thing that scenes are composed of.
 *
 * @param entry its own line of the manifest
 * @param noun what it shows
 * @param style its look
 * @param image with transparency, drawn to the picture's size
 * @param mainColour the colour that most of it has, or null
 */
record Part(ManifestEntry entry, Noun noun, Style style, BufferedImage image, ColourName mainColour) {

    /** Adjectives in front of the noun, in English: the main colour or nothing. */
    String english(String... before) {
        String adjectives = before.length == 0 ? "" : String.join(" ", before) + " ";
        return adjectives + (mainColour == null ? "" : mainColour.english + " ") + noun.singular();
    }

    /** German adjectives, uninflected: those given, then the main colour. */
    List<String> german(String... before) {
        List<String> adjectives = new java.util.ArrayList<>(List.of(before));
        if (mainColour != null) {
            adjectives.add(mainColour.german);
        }
        return adjectives;
    }

    Part plain() {
        return new Part(entry, noun, style, image, null);
    }

    Part recoloured(BufferedImage other, ColourName colour) {
        return new Part(entry, noun, style, other, colour);
    }
}
