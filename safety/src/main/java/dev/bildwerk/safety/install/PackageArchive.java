package dev.bildwerk.safety.install;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Takes files out of a gzipped tar archive into memory. Nothing is unpacked onto the disk, so that no name in the archive can lead
 * anywhere.
 */
final class PackageArchive {
    private static final int BLOCK = 512;
    private static final int MOST_BYTES_OF_A_FILE = 16 << 20;
    private static final long MOST_BYTES = 512L << 20;

    private PackageArchive() {}

    /**
     * @param names of files in the archive
     * @return those of them that it holds
     * @throws IOException where it cannot be read, or is larger than any package that is meant here
     */
    static Map<String, byte[]> read(Path archive, Set<String> names) throws IOException {
        Map<String, byte[]> found = new HashMap<>();
        try (InputStream file = Files.newInputStream(archive);
                InputStream in = new BufferedInputStream(new GZIPInputStream(file, 1 << 16), 1 << 16)) {
            byte[] header = new byte[BLOCK];
            long passed = 0;
            while (found.size() < names.size() && in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
                String name = text(header, 0, 100);
                String folder = text(header, 345, 155);
                String path = folder.isEmpty() ? name : folder + "/" + name;
                long bytes = size(header);
                long padded = (bytes + BLOCK - 1) / BLOCK * BLOCK;
                passed += BLOCK + padded;
                if (passed > MOST_BYTES) {
                    throw new IOException("it unpacks to more than %,d bytes".formatted(MOST_BYTES));
                }
                boolean isFile = header[156] == '0' || header[156] == 0;
                if (isFile && names.contains(path)) {
                    if (bytes > MOST_BYTES_OF_A_FILE) {
                        throw new IOException("%s in it has %,d bytes".formatted(path, bytes));
                    }
                    found.put(path, content(in, (int) bytes));
                    in.skipNBytes(padded - bytes);
                } else {
                    in.skipNBytes(padded);
                }
            }
        }
        return found;
    }

    private static byte[] content(InputStream in, int bytes) throws IOException {
        byte[] content = in.readNBytes(bytes);
        if (content.length < bytes) {
            throw new EOFException("it is cut off");
        }
        return content;
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }

    private static long size(byte[] header) throws IOException {
        try {
            return Long.parseUnsignedLong("0" + text(header, 124, 12).strip(), 8) & 0x7fffffffffL;
        } catch (NumberFormatException e) {
            throw new IOException("a length in it is no number", e);
        }
    }
}
