package dev.bildwerk.diffusion.picture;

/** Cuts boxes out of rows of pixels. */
final class Crops {
    private Crops() {}

    /** @param channels bytes a pixel */
    static byte[] cut(byte[] pixels, int channels, int width, Box box) {
        byte[] cut = new byte[box.width() * box.height() * channels];
        for (int y = 0; y < box.height(); y++) {
            System.arraycopy(
                    pixels,
                    ((box.y() + y) * width + box.x()) * channels,
                    cut,
                    y * box.width() * channels,
                    box.width() * channels);
        }
        return cut;
    }
}
