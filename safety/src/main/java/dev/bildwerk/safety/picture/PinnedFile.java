package dev.bildwerk.safety.picture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file that is used only if it is, bit for bit, the one that was looked at when this program was written.
 *
 * @param name of the file
 * @param sha256 in lower-case hexadecimal digits
 */
public record PinnedFile(String name, String sha256) {

    /** @throws IOException where it cannot be read */
    public boolean is(Path file) throws IOException {
        return sha256(file).equals(sha256);
    }

    /**
     * The SHA-256 of a file in lower-case hexadecimal digits.
     *
     * @throws IOException where it cannot be read
     */
    public static String sha256(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                DigestInputStream in = new DigestInputStream(bytes, MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
