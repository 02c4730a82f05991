package dev.bildwerk.training.data;

import java.awt.image.BufferedImage;

/**
 * An icon after drawing: a picture, or the reason why there is none.
 *
 * @param image with transparency, or null
 * @param problem or null
 */
record Drawn(SourceIcon icon, Concept concept, BufferedImage image, String problem) {

    static Drawn of(SourceIcon icon, Concept concept, int size) {
        try {
            BufferedImage image = Rasteriser.draw(icon.svg(), size, Math.max(1, size / 32));
            return new Drawn(icon, concept, image, Blank.problem(image));
        } catch (DataSetException e) {
            return new Drawn(icon, concept, null, e.getMessage());
        }
    }
}
