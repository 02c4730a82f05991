package dev.bildwerk.safety.hash;

/** The eight ways to lay a picture down again: turned by right angles, and each of these mirrored. */
public enum Placement {
    AS_IS(false, false, false),
    /** Anticlockwise. */
    QUARTER_TURN(true, true, false),
    HALF_TURN(false, true, true),
    /** A quarter clockwise. */
    THREE_QUARTER_TURN(true, false, true),
    /** The last row first. */
    UPSIDE_DOWN(false, true, false),
    /** The last column first. */
    MIRRORED(false, false, true),
    /** Rows become columns. */
    TRANSPOSED(true, false, false),
    /** Mirrored at the other diagonal. */
    TRANSPOSED_BACK(true, true, true);

    private final boolean transposed;
    private final boolean rowsReversed;
    private final boolean columnsReversed;

    /** A picture is transposed first; then its rows and its columns are reversed. */
    Placement(boolean transposed, boolean rowsReversed, boolean columnsReversed) {
        this.transposed = transposed;
        this.rowsReversed = rowsReversed;
        this.columnsReversed = columnsReversed;
    }

    /** A picture that lies so. */
    Luminance of(Luminance picture) {
        int width = transposed ? picture.height() : picture.width();
        int height = transposed ? picture.width() : picture.height();
        float[] values = new float[width * height];
        for (int y = 0, i = 0; y < height; y++) {
            int down = rowsReversed ? height - 1 - y : y;
            for (int x = 0; x < width; x++, i++) {
                int right = columnsReversed ? width - 1 - x : x;
                values[i] = transposed ? picture.at(down, right) : picture.at(right, down);
            }
        }
        return new Luminance(width, height, values);
    }
}
