package dev.bildwerk.training.data;

import dev.bildwerk.training.data.DataSetException.Reason;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Picture files, brought to the form of drawn ones. */
final class Bitmaps {
    static {
        // ImageIO's cache on disk is slower than the memory that a picture of this size needs.
        ImageIO.setUseCache(false);
    }

    private Bitmaps() {}

    /**
     * @param size edge in pixels
     * @param margin free pixels at each edge
     * @throws DataSetException PICTURE_REFUSED when no reader knows the file
     */
    static BufferedImage draw(Path file, int size, int margin) throws DataSetException {
        try {
            BufferedImage read = ImageIO.read(file.toFile());
            if (read == null) {
                throw new DataSetException(Reason.PICTURE_REFUSED, "no reader knows the file");
            }
            int edge = Math.max(read.getWidth(), read.getHeight());
            BufferedImage square = new BufferedImage(edge, edge, BufferedImage.TYPE_INT_ARGB);
            Pixels.over(square, read, (edge - read.getWidth()) / 2, (edge - read.getHeight()) / 2);
            BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
            Graphics2D graphics = image.createGraphics();
            graphics.drawImage(Pixels.scaled(square, size - 2 * margin), margin, margin, null);
            graphics.dispose();
            return image;
        } catch (IOException | RuntimeException e) {
            throw new DataSetException(Reason.PICTURE_REFUSED, "the file cannot be read: " + e.getMessage(), e);
        }
    }
}
