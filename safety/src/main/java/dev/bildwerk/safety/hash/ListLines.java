package dev.bildwerk.safety.hash;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
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
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final byte[] line = new byte[LONGEST];
    private int number;

    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int read;

    private ListLines(Path file, InputStream stream) {
        this.file = file;
        this.stream = stream;
    }

    static ListLines open(Path file) throws IOException {
        return new ListLines(file, Files.newInputStream(file));
    }

    /** Of the line that was read last, from 1. */
    int number() {
        return number;
    }

    /** The next line without its end, or null after the last. */
    String next() throws IOException {
        number++;
        if (at == read && !fill()) {
            return null;
        }
        int length = 0;
        do {
            int end = endOfLine();
            if (end - at > LONGEST - length) {
                throw problem("hashes.line", "is longer than %,d bytes".formatted(LONGEST));
            }
            System.arraycopy(buffer, at, line, length, end - at);
            length += end - at;
            at = end;
        } while (at == read && fill());
        at = Math.min(at + 1, read); // Behind the end of the line, where there is one.
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        boolean marked = number == 1 && length >= 3 && Arrays.equals(line, 0, 3, BYTE_ORDER_MARK, 0, 3);
        return decoded(marked ? 3 : 0, length);
    }

    private boolean fill() throws IOException {
        at = 0;
        read = Math.max(0, stream.read(buffer));
        return read > 0;
    }

    /** Of what is in the buffer. */
    private int endOfLine() {
        int end = at;
        while (end < read && buffer[end] != '\n') {
            end++;
        }
        return end;
    }

    private String decoded(int from, int to) {
        try {
            return decoder.decode(ByteBuffer.wrap(line, from, to - from)).toString();
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
