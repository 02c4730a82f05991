package dev.bildwerk.safety.provenance.c2pa;

import dev.bildwerk.diffusion.recipe.JpegSegments;
import dev.bildwerk.diffusion.recipe.PngText;
import dev.bildwerk.safety.provenance.PictureFormat;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** How a kind of file carries a manifest. */
sealed interface Container {
    /** Where in the file it begins. */
    int place(byte[] file);

    /** The manifest as it lies in the file. */
    byte[] wrapped(byte[] manifest);

    /** A copy of the file with it. */
    byte[] insert(byte[] file, byte[] manifest);

    static Container of(PictureFormat format) {
        return switch (format) {
            case PictureFormat.Png png -> new PngChunk();
            case PictureFormat.Jpeg jpeg -> new JpegApp11();
        };
    }

    /** A chunk before the pixels. */
    record PngChunk() implements Container {
        static final String TYPE = "caBX";
        private static final int AFTER_HEADER = 33;
        private static final int FRAME = 12;

        @Override
        public int place(byte[] file) {
            return AFTER_HEADER;
        }

        @Override
        public byte[] wrapped(byte[] manifest) {
            return new byte[FRAME + manifest.length];
        }

        @Override
        public byte[] insert(byte[] file, byte[] manifest) {
            return PngText.insert(file, TYPE, manifest);
        }
    }

    /**
     * As many segments as it takes, each with the header of the outermost box.
     *
     * @see <a href="https://www.iso.org/standard/86362.html">ISO/IEC 18477-3, boxes in JPEG</a>
     */
    record JpegApp11() implements Container {
        static final int MARKER = 0xeb;
        static final byte[] BEGINNING = {'J', 'P'};
        static final int BOX_HEADER = 8;

        /** Before the box's header: the two letters, which box of the file it is, and which piece of it. */
        static final int PREFIX = 8;

        private static final int MOST = JpegSegments.MOST_BYTES - PREFIX - BOX_HEADER;

        @Override
        public int place(byte[] file) {
            return JpegSegments.place(file);
        }

        @Override
        public byte[] wrapped(byte[] manifest) {
            ByteArrayOutputStream segments = new ByteArrayOutputStream();
            int piece = 1;
            for (int at = BOX_HEADER; at < manifest.length; at += MOST) {
                int count = Math.min(MOST, manifest.length - at);
                segments.writeBytes(JpegSegments.segment(MARKER, ByteBuffer.allocate(PREFIX + BOX_HEADER + count)
                        .put(BEGINNING)
                        .putShort((short) 1)
                        .putInt(piece++)
                        .put(manifest, 0, BOX_HEADER)
                        .put(manifest, at, count)
                        .array()));
            }
            return segments.toByteArray();
        }

        @Override
        public byte[] insert(byte[] file, byte[] manifest) {
            return JpegSegments.insert(file, wrapped(manifest));
        }
    }
}
