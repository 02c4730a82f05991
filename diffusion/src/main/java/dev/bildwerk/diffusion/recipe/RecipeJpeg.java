package dev.bildwerk.diffusion.recipe;

import dev.bildwerk.diffusion.picture.Picture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** JPEG files that carry their recipe. The same picture, quality and recipe give the same bytes. */
public final class RecipeJpeg {
    private static final int APP1 = 0xe1;

    private RecipeJpeg() {}

    /**
     * With the recipe in the user's comment of Exif.
     *
     * @param quality 1 to 100
     * @throws RecipeException {@code recipe.jpeg.long} where the recipe does not fit into a JPEG file
     */
    public static byte[] encode(Picture picture, int quality, Infotext recipe) {
        byte[] comment = ExifComment.write(recipe.format()).orElseThrow(() -> new RecipeException(
                "recipe.jpeg.long", "The recipe is too long for a JPEG file: a PNG file carries it."));
        return JpegSegments.insert(encode(picture, quality), JpegSegments.segment(APP1, comment));
    }

    /**
     * A picture that says nothing of itself.
     *
     * @param quality 1 to 100
     */
    public static byte[] encode(Picture picture, int quality) {
        ImageIO.setUseCache(false); // Its cache is a temporary file a picture.
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(jpeg)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality / 100f);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(picture.toImage(), null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return jpeg.toByteArray();
    }
}
