package dev.bildwerk.diffusion.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The number by which recipes name a model: the first 10 hexadecimal digits of the SHA-256 of its file, or, in a
 * folder, of its UNet's weights; where these are split, of all their files as one.
 */
public final class ModelHash {
    private static final int DIGITS = 10;

    private ModelHash() {}

    /**
     * Reads the whole files, which takes seconds where they have gigabytes, and stops early if the thread is
     * interrupted.
     *
     * @param files of the weights, in their order
     * @return empty where one cannot be read: a recipe does without
     */
    public static String of(List<Path> files) {
        try {
            return shortened(sha256(files));
        } catch (IOException e) {
            return "";
        }
    }

    /** The first digits of a SHA-256, as recipes have them. */
    public static String shortened(String sha256) {
        return sha256.substring(0, DIGITS);
    }

    /** The SHA-256 of a whole file in hexadecimal digits; stops early if the thread is interrupted. */
    public static String sha256(Path file) throws IOException {
        return sha256(List.of(file));
    }

    private static String sha256(List<Path> files) throws IOException {
        MessageDigest digest = newDigest();
        for (Path file : files) {
            update(digest, file, 0);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The same of what follows so many bytes. */
    static String sha256(Path file, long from) throws IOException {
        MessageDigest digest = newDigest();
        update(digest, file, from);
        return HexFormat.of().formatHex(digest.digest());
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(newDigest().digest(bytes));
    }

    private static void update(MessageDigest digest, Path file, long from) throws IOException {
        byte[] buffer = new byte[1 << 18];
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(from);
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new IOException("Interrupted.");
                }
                digest.update(buffer, 0, count);
            }
        }
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
