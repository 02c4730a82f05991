package dev.bildwerk.safety.picture;

/**
 * How sure the classifier is of each of its five classes; together 1.
 *
 * @param drawing a harmless drawing
 * @param hentai a pornographic drawing
 * @param neutral a harmless photograph
 * @param porn a pornographic photograph
 * @param sexy a photograph that is suggestive without being pornographic
 */
public record PictureScores(float drawing, float hentai, float neutral, float porn, float sexy) {
    static final int CLASSES = 5;

    /** @param values in the order of the classes */
    static PictureScores of(float[] values) {
        return new PictureScores(values[0], values[1], values[2], values[3], values[4]);
    }

    /** How sure it is that the picture is pornographic, drawn or photographed. */
    public double explicit() {
        return (double) hentai + porn;
    }

    /** How sure it is that the picture is sexual in any way. */
    public double sexual() {
        return explicit() + sexy;
    }
}
