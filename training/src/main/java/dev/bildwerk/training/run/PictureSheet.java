package dev.bildwerk.training.run;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import javax.imageio.ImageIO;

/** Pictures side by side in one PNG. */
public final class PictureSheet {
    private static final int GAP = 4;

    private PictureSheet() {}

    /**
     * @param pictures of equal size
     * @param columns in a row
     */
    public static void write(Path file, List<BufferedImage> pictures, int columns) {
        int width = pictures.getFirst().getWidth() + GAP;
        int height = pictures.getFirst().getHeight() + GAP;
        int rows = (pictures.size() + columns - 1) / columns;
        BufferedImage sheet =
                new BufferedImage(columns * width + GAP, rows * height + GAP, BufferedImage.TYPE_INT_RGB);
        var graphics = sheet.createGraphics();
        for (int i = 0; i < pictures.size(); i++) {
            graphics.drawImage(pictures.get(i), GAP + i % columns * width, GAP + i / columns * height, null);
        }
        graphics.dispose();
        try {
            Path partial = file.resolveSibling(file.getFileName() + ".part");
            ImageIO.write(sheet, "png", partial.toFile());
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("The contact sheet %s cannot be written.".formatted(file), e);
        }
    }

    /** Planar values -1 to 1, {@code [3, height, width]}, as an image. */
    public static BufferedImage image(float[] values, int offset, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int plane = width * height;
        for (int i = 0; i < plane; i++) {
            int rgb = 0;
            for (int channel = 0; channel < 3; channel++) {
                float value = values[offset + channel * plane + i] * 127.5f + 127.5f;
                rgb = rgb << 8 | Math.clamp(Math.round(value), 0, 255);
            }
            image.setRGB(i % width, i / width, rgb);
        }
        return image;
    }
}
