package dev.bildwerk.safety.provenance.file;

/**
 * A part of a file.
 *
 * @param start of its first byte
 * @param length in bytes
 */
public record Range(int start, int length) {
    public int end() {
        return start + length;
    }

    public boolean contains(long from, long count) {
        return from >= start && count >= 0 && from + count <= end();
    }
}
