package dev.bildwerk.safety.upload;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a picture is to be laid down before it is seen, as Exif counts: 1 as it is, then mirrored, turned, and both.
 *
 * @param number 1 to 8
 * @see <a href="https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E">Exif 3.0, tag 274</a>
 */
record Orientation(int number) {
    static final Orientation AS_IS = new Orientation(1);

    private static final int TAG = 0x0112;
    private static final int SHORT = 3;

    Orientation {
        if (number < 1 || number > 8) {
            throw new IllegalArgumentException("Exif has no orientation %d.".formatted(number));
        }
    }

    /** @param exif from the byte order mark on; what cannot be understood says nothing */
    static Orientation ofExif(byte[] exif) {
        if (exif.length < 8 || exif[0] != exif[1] || exif[0] != 'I' && exif[0] != 'M') {
            return AS_IS;
        }
        ByteBuffer tiff = ByteBuffer.wrap(exif).order(exif[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = Integer.toUnsignedLong(tiff.getInt(4));
        if (directory + 2 > exif.length) {
            return AS_IS;
        }
        int entries = Short.toUnsignedInt(tiff.getShort((int) directory));
        for (int i = 0; i < entries; i++) {
            long at = directory + 2 + 12L * i;
            if (at + 12 > exif.length) {
                break;
            }
            int value = Short.toUnsignedInt(tiff.getShort((int) at + 8));
            if (tiff.getShort((int) at) == TAG && tiff.getShort((int) at + 2) == SHORT && value >= 1 && value <= 8) {
                return new Orientation(value);
            }
        }
        return AS_IS;
    }

    /** The picture as it is to be seen. */
    BufferedImage applied(BufferedImage image) {
        if (number == 1) {
            return image;
        }
        boolean swaps = number >= 5;
        int width = image.getWidth();
        int height = image.getHeight();
        int newWidth = swaps ? height : width;
        int newHeight = swaps ? width : height;
        int type = image.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
        BufferedImage laid = new BufferedImage(newWidth, newHeight, type);
        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < newWidth; x++) {
                int oldX = swaps ? y : x;
                int oldY = swaps ? x : y;
                boolean fromRight = number == 2 || number == 3 || number == 7 || number == 8;
                boolean fromBelow = number == 3 || number == 4 || number == 6 || number == 7;
                laid.setRGB(
                        x, y, image.getRGB(fromRight ? width - 1 - oldX : oldX, fromBelow ? height - 1 - oldY : oldY));
            }
        }
        return laid;
    }
}
