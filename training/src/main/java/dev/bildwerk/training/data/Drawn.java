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
        int margin = Math.max(1, size / 32);
        try {
            BufferedImage image = switch (icon.drawing()) {
                case Drawing.Svg svg when icon.source().format() == PackageSource.Format.OPENCLIPART ->
                        Rasteriser.fitted(svg.text(), size, margin);
                case Drawing.Svg svg -> Rasteriser.draw(svg.text(), size, margin);
                case Drawing.Bitmap bitmap -> Bitmaps.draw(bitmap.file(), size, margin);
            };
            boolean drawnInColour = icon.source().format() != PackageSource.Format.OPENCLIPART
                    || !DominantColours.achromatic(image);
            return new Drawn(icon, concept, image, drawnInColour ? Blank.problem(image) : "black-and-white drawing");
        } catch (DataSetException e) {
            return new Drawn(icon, concept, null, e.getMessage());
        }
    }
}
