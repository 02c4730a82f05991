package dev.bildwerk.diffusion.guide;

import dev.bildwerk.diffusion.picture.Picture;

/** A picture in grey, with the luma of ITU-R 601 that Pillow's {@code convert("L")} takes. */
final class Greyscale {
    private Greyscale() {}

    /** The same value three times in each pixel. */
    static Picture of(Picture picture) {
        byte[] rgb = new byte[picture.rgb().length];
        for (int i = 0; i < rgb.length; i += 3) {
            int red = picture.rgb()[i] & 0xff;
            int green = picture.rgb()[i + 1] & 0xff;
            int blue = picture.rgb()[i + 2] & 0xff;
            // Sixteen binary places.
            byte luma = (byte) (red * 19595 + green * 38470 + blue * 7471 + 0x8000 >> 16);
            rgb[i] = luma;
            rgb[i + 1] = luma;
            rgb[i + 2] = luma;
        }
        return new Picture(picture.width(), picture.height(), rgb);
    }
}
