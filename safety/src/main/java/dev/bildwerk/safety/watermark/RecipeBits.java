package dev.bildwerk.safety.watermark;

import dev.bildwerk.diffusion.recipe.Infotext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What a watermark says: which recipe the picture was made by. */
public final class RecipeBits {
    private RecipeBits() {}

    /**
     * The first 64 bits of the SHA-256 of a recipe's text, as it is after it was written and read once, in UTF-8. So they can
     * be computed from the file of a picture as well.
     */
    public static long of(Infotext recipe) {
        String text = Infotext.parse(recipe.format()).format();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every Java platform has it.
        }
    }
}
