package dev.bildwerk.training.data;

import java.nio.file.Path;
import java.util.Objects;

/** A picture as its package holds it. */
sealed interface Drawing {

    /** @param text an SVG document, not yet looked at */
    record Svg(String text) implements Drawing {
        public Svg {
            Objects.requireNonNull(text, "text");
        }
    }

    /** @param file a picture file that ImageIO reads */
    record Bitmap(Path file) implements Drawing {
        public Bitmap {
            Objects.requireNonNull(file, "file");
        }
    }
}
