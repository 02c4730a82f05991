package dev.bildwerk.diffusion.recipe;

import dev.bildwerk.diffusion.picture.Picture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.imageio.ImageIO;

/** PNG files that carry their recipe. The same picture and recipe give the same bytes. */
public final class RecipePng {
    private static final String KEYWORD = "parameters";

    private RecipePng() {}

    public static byte[] encode(Picture picture, Infotext recipe) {
        return PngText.add(encode(picture), KEYWORD, recipe.format());
    }

    /** @throws RecipeException if this is no PNG file or a broken one; a file without recipe is empty */
    public static Optional<Infotext> read(byte[] png) {
        return PngText.read(png, KEYWORD).map(Infotext::parse);
    }

    /** A picture that says nothing of itself. */
    public static byte[] encode(Picture picture) {
        ImageIO.setUseCache(false); // Its cache is a temporary file a picture.
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(picture.toImage(), "png", png)) {
                throw new IllegalStateException("This Java has no PNG writer: use one with the module java.desktop.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }
}
