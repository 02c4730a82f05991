package dev.bildwerk.diffusion.recipe;

import java.util.Locale;
import java.util.Objects;

/**
 * A file of weights as a recipe names it.
 *
 * @param name without folder; with or without the file's ending; empty if not told
 * @param hash digits of a hash, in the other program's own habit; empty if not told
 */
public record ModelReference(String name, String hash) {
    private static final int HASH_DIGITS = 10;

    public ModelReference {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(hash, "hash");
    }

    /** Whether both hashes are the start of a SHA-256 that can be told apart from the other one. */
    boolean isSurelyNot(ModelReference other) {
        if (isShortSha256(hash) && isShortSha256(other.hash)) {
            String mine = hash.substring(0, HASH_DIGITS);
            return !mine.equalsIgnoreCase(other.hash.substring(0, HASH_DIGITS));
        }
        return !name.isEmpty() && !other.name.isEmpty() && !stem(name).equals(stem(other.name));
    }

    /** Such as {@code anything-v3 (a1b2c3d4e5)}. */
    public String title() {
        if (name.isEmpty()) {
            return hash;
        }
        return hash.isEmpty() ? name : name + " (" + hash + ")";
    }

    private static boolean isShortSha256(String hash) {
        return hash.length() >= HASH_DIGITS && hash.chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }

    private static String stem(String name) {
        String file = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        return file.replaceFirst("\\.(safetensors|ckpt|pt|pth|bin)$", "").toLowerCase(Locale.ROOT);
    }
}
