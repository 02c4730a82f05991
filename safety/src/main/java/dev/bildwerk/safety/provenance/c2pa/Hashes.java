package dev.bildwerk.safety.provenance.c2pa;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** The hashes that C2PA allows. */
final class Hashes {
    private Hashes() {}

    static byte[] sha256(byte[] bytes) {
        return digest("sha256").orElseThrow().digest(bytes);
    }

    /**
     * By C2PA's name.
     *
     * @return empty for one that it does not allow
     */
    static Optional<MessageDigest> digest(String name) {
        return switch (name) {
            case "sha256" -> Optional.of(java("SHA-256"));
            case "sha384" -> Optional.of(java("SHA-384"));
            case "sha512" -> Optional.of(java("SHA-512"));
            default -> Optional.empty();
        };
    }

    private static MessageDigest java(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every Java has these.
        }
    }
}
