package dev.bildwerk.safety.provenance.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.bildwerk.safety.provenance.ProvenanceException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A PNG file's chunks, up to its end.
 *
 * @param bytes the whole file; owned by this record and not to be changed
 * @see <a href="https://www.w3.org/TR/png-3/#5Chunk-layout">PNG, third edition, section 5.3</a>
 */
public record PngFile(byte[] bytes, List<Chunk> chunks) {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int MOST_CHUNKS = 100_000;

    public PngFile {
        chunks = List.copyOf(chunks);
    }

    /** From {@code start}, where its length stands, to {@code end}, behind its checksum. */
    public record Chunk(String type, int start, int end) {
        private static final int FRAME = 12;

        int data() {
            return start + 8;
        }

        int dataLength() {
            return end - start - FRAME;
        }
    }

    public static boolean isPng(byte[] file) {
        return file.length >= SIGNATURE.length
                && Arrays.equals(file, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    /** @throws ProvenanceException {@code png.damaged} if it ends before its last chunk does */
    public static PngFile parse(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file);
        List<Chunk> chunks = new ArrayList<>();
        int at = SIGNATURE.length;
        while (true) {
            if (at > file.length - Chunk.FRAME || chunks.size() == MOST_CHUNKS) {
                throw damaged();
            }
            int length = in.getInt(at);
            if (length < 0 || length > file.length - at - Chunk.FRAME) {
                throw damaged();
            }
            Chunk chunk = new Chunk(new String(file, at + 4, 4, ISO_8859_1), at, at + Chunk.FRAME + length);
            chunks.add(chunk);
            if (chunk.type().equals("IEND")) {
                return new PngFile(file, chunks);
            }
            at = chunk.end();
        }
    }

    public List<Chunk> chunks(String type) {
        return chunks.stream().filter(chunk -> chunk.type().equals(type)).toList();
    }

    /** @throws ProvenanceException {@code png.damaged} if its checksum says that they were changed */
    public byte[] data(Chunk chunk) {
        CRC32 crc = new CRC32();
        crc.update(bytes, chunk.data() - 4, chunk.dataLength() + 4);
        if ((int) crc.getValue() != ByteBuffer.wrap(bytes).getInt(chunk.end() - 4)) {
            throw damaged();
        }
        return Arrays.copyOfRange(bytes, chunk.data(), chunk.end() - 4);
    }

    private static ProvenanceException damaged() {
        return new ProvenanceException("png.damaged", "The PNG file is damaged or ends too early.");
    }
}
