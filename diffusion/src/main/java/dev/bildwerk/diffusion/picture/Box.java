package dev.bildwerk.diffusion.picture;

/**
 * A rectangle of pixels.
 *
 * @param x its left column
 * @param y its top row
 */
public record Box(int x, int y, int width, int height) {
    public Box {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("A box of %d x %d pixels holds none.".formatted(width, height));
        }
    }

    /** Wider by some pixels on each side, as far as the picture goes. */
    public Box grown(int pixels, int pictureWidth, int pictureHeight) {
        int left = Math.max(0, x - pixels);
        int top = Math.max(0, y - pixels);
        int right = Math.min(pictureWidth, x + width + pixels);
        int bottom = Math.min(pictureHeight, y + height + pixels);
        return new Box(left, top, right - left, bottom - top);
    }

    /**
     * The smallest box around this one that has another one's proportions, moved to lie in the picture, and cut only where the
     * picture is too small for it.
     */
    public Box withProportions(int wantedWidth, int wantedHeight, int pictureWidth, int pictureHeight) {
        double wanted = (double) wantedWidth / wantedHeight;
        int newWidth = width;
        int newHeight = height;
        if ((double) width / height < wanted) {
            newWidth = Math.min(pictureWidth, width + (int) (height * wanted - width));
        } else {
            newHeight = Math.min(pictureHeight, height + (int) (width / wanted - height));
        }
        int left = Math.clamp(x - (newWidth - width) / 2, 0, pictureWidth - newWidth);
        int top = Math.clamp(y - (newHeight - height) / 2, 0, pictureHeight - newHeight);
        return new Box(left, top, newWidth, newHeight);
    }
}
