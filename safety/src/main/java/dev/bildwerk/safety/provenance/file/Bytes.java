package dev.bildwerk.safety.provenance.file;

/** Looks for bytes among others. */
public final class Bytes {
    private Bytes() {}

    public static boolean contain(byte[] bytes, byte[] wanted) {
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            int same = 0;
            while (same < wanted.length && bytes[i + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return true;
            }
        }
        return false;
    }
}
