package dev.bildwerk.safety.hash;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The lines of a list, of which none fills the memory. UTF-8, with or without a byte order mark; ends of lines of every system. */
final class ListLines implements Closeable {
    private static final int LONGEST = 1 << 16;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final Path file;
    private final InputStream stream;
    private final byte[] bytes = new byte[LONGEST];
    private int number;

    private ListLines(Path file, InputStream stream) {
        this.file = file;
        this.stream = stream;
    }

    static ListLines open(Path file) throws IOException {
        return new ListLines(file, new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    }

    /** Of the line that was read last, from 1. */
    int number() {
        return number;
    }

    /** The next line without its end, or null after the last. */
    String next() throws IOException {
        number++;
        int length = 0;
        int read = stream.read();
        if (read < 0) {
            return null;
        }
        for (; read >= 0 && read != '\n'; read = stream.read()) {
            if (length == LONGEST) {
                throw problem("hashes.line", "is longer than %d bytes".formatted(LONGEST));
            }
            bytes[length++] = (byte) read;
        }
        if (length > 0 && bytes[length - 1] == '\r') {
            length--;
        }
        boolean marked = number == 1 && length >= 3 && Arrays.equals(bytes, 0, 3, BYTE_ORDER_MARK, 0, 3);
        return decoded(marked ? 3 : 0, length);
    }

    private String decoded(int from, int to) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from)).toString();
        } catch (CharacterCodingException e) {
            throw problem("hashes.encoding", "is not text in UTF-8");
        }
    }

    /** @param what follows "line 7 of FILE" */
    HashListException problem(String code, String what) {
        return new HashListException(code, "Line %d of %s %s.".formatted(number, file, what));
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
