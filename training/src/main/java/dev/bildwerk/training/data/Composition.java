package dev.bildwerk.training.data;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A picture composed of parts.
 *
 * @param image opaque
 * @param name distinguishes it within its data set: {@code 2-red-apple}
 * @param concept what it shows, in English
 */
record Composition(
        BufferedImage image,
        String name,
        String concept,
        ManifestEntry.Kind kind,
        String category,
        Style style,
        List<ColourName> colours,
        Captions captions,
        List<Part> parts) {}
