package dev.bildwerk.safety.provenance.file;

import dev.bildwerk.safety.provenance.ProvenanceException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A JPEG file's segments before its first scan.
 *
 * @param bytes the whole file; owned by this record and not to be changed
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81, B.1.1</a>
 */
public record JpegFile(byte[] bytes, List<Segment> segments) {
    private static final int START_OF_SCAN = 0xda;
    private static final int END = 0xd9;
    private static final int MOST_SEGMENTS = 20_000;

    public JpegFile {
        segments = List.copyOf(segments);
    }

    /**
     * From {@code start}, where its marker begins, to {@code end}.
     *
     * @param marker its second byte, such as 0xeb for APP11
     */
    public record Segment(int marker, int start, int end) {
        /** Where what it carries begins. */
        public int data() {
            return start + 4;
        }

        boolean carries(byte[] file, byte[] beginning) {
            int to = Math.min(data() + beginning.length, end);
            return Arrays.equals(file, data(), to, beginning, 0, beginning.length);
        }
    }

    public static boolean isJpeg(byte[] file) {
        return file.length > 3 && file[0] == (byte) 0xff && file[1] == (byte) 0xd8 && file[2] == (byte) 0xff;
    }

    /** @throws ProvenanceException {@code jpeg.damaged} if it ends early, or something else stands between segments */
    public static JpegFile parse(byte[] file) {
        List<Segment> segments = new ArrayList<>();
        int at = 2;
        while (true) {
            while (at + 1 < file.length && file[at] == (byte) 0xff && file[at + 1] == (byte) 0xff) {
                at++; // A filling byte.
            }
            if (at + 4 > file.length || file[at] != (byte) 0xff || segments.size() == MOST_SEGMENTS) {
                throw damaged();
            }
            int marker = Byte.toUnsignedInt(file[at + 1]);
            if (marker == END) {
                throw damaged();
            }
            int length = Byte.toUnsignedInt(file[at + 2]) << 8 | Byte.toUnsignedInt(file[at + 3]);
            int end = at + 2 + length;
            if (length < 2 || end > file.length) {
                throw damaged();
            }
            segments.add(new Segment(marker, at, end));
            if (marker == START_OF_SCAN) {
                return new JpegFile(file, segments);
            }
            at = end;
        }
    }

    /** Those with this marker whose data begin so. */
    public List<Segment> segments(int marker, byte[] beginning) {
        return segments.stream()
                .filter(segment -> segment.marker() == marker && segment.carries(bytes, beginning))
                .toList();
    }

    /** What a segment carries behind its first {@code skip} bytes. */
    public byte[] data(Segment segment, int skip) {
        return Arrays.copyOfRange(bytes, segment.data() + skip, segment.end());
    }

    private static ProvenanceException damaged() {
        return new ProvenanceException("jpeg.damaged", "The JPEG file is damaged or ends too early.");
    }
}
