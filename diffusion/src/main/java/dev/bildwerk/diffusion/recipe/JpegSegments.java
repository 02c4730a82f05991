package dev.bildwerk.diffusion.recipe;

import java.nio.ByteBuffer;

/**
 * Application segments of JPEG files.
 *
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81, B.2.4.6</a>
 */
public final class JpegSegments {
    /** The most bytes that one segment carries. */
    public static final int MOST_BYTES = 65_533;

    private static final int APP0 = 0xe0;

    private JpegSegments() {}

    /**
     * Where a segment may be put in: behind the start of the picture, and behind the one of JFIF where it comes first, as
     * JFIF asks for.
     *
     * @param jpeg a whole JPEG file
     */
    public static int place(byte[] jpeg) {
        boolean jfif = jpeg.length > 6 && jpeg[2] == (byte) 0xff && jpeg[3] == (byte) APP0;
        int end = jfif ? 4 + (Byte.toUnsignedInt(jpeg[4]) << 8 | Byte.toUnsignedInt(jpeg[5])) : 2;
        if (!ExifBlock.isJpeg(jpeg) || end > jpeg.length) {
            throw new RecipeException("recipe.jpeg.other", "This is no whole JPEG file.");
        }
        return end;
    }

    /**
     * A copy of the file with more bytes at {@link #place}.
     *
     * @param segments whole, each as {@link #segment} makes it
     */
    public static byte[] insert(byte[] jpeg, byte[] segments) {
        int place = place(jpeg);
        return ByteBuffer.allocate(jpeg.length + segments.length)
                .put(jpeg, 0, place)
                .put(segments)
                .put(jpeg, place, jpeg.length - place)
                .array();
    }

    /**
     * One segment.
     *
     * @param marker its second byte, such as 0xe1 for APP1
     * @param data at most {@link #MOST_BYTES}
     */
    public static byte[] segment(int marker, byte[] data) {
        if (data.length > MOST_BYTES) {
            throw new RecipeException(
                    "recipe.jpeg.long",
                    "%,d bytes do not fit into a segment of a JPEG file, which carries %,d."
                            .formatted(data.length, MOST_BYTES));
        }
        return ByteBuffer.allocate(4 + data.length)
                .put((byte) 0xff)
                .put((byte) marker)
                .putShort((short) (data.length + 2))
                .put(data)
                .array();
    }
}
