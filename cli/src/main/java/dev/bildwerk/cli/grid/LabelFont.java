package dev.bildwerk.cli.grid;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.util.Optional;

/** The font of a sheet's labels: whatever the machine has for Java's logical one. */
final class LabelFont {
    private static final int SMALLEST = 11;
    private static final int LARGEST = 48;

    /** AUTOMATIC1111's. */
    private static final int CELL_PARTS = 25;

    private LabelFont() {}

    /** Empty on a machine without fonts, such as a bare container: Java brings none. */
    static Optional<Font> of(int cellWidth, int cellHeight) {
        int size = Math.clamp((cellWidth + cellHeight) / CELL_PARTS, SMALLEST, LARGEST);
        try {
            Font font = new Font(Font.SANS_SERIF, Font.PLAIN, size);
            font.getStringBounds("Seed", new FontRenderContext(null, true, true));
            return Optional.of(font);
        } catch (RuntimeException | LinkageError | InternalError e) {
            return Optional.empty(); // Java has no other way to say that there are none.
        }
    }
}
