package dev.bildwerk.diffusion.recipe;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Width and height as a recipe tells them; no range is checked here.
 *
 * @param width in pixels
 * @param height in pixels
 */
public record PictureSize(int width, int height) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,7})\\s{0,9}[xX\u00d7]\\s{0,9}(\\d{1,7})");

    /** Reads {@code 512x768}; empty where the text is no size or a side is 0. */
    public static Optional<PictureSize> parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        return form.matches()
                ? Optional.of(new PictureSize(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2))))
                        .filter(size -> size.width > 0 && size.height > 0)
                : Optional.empty();
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
