package dev.bildwerk.training.data;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import javax.imageio.ImageIO;

/** Many pictures on one sheet, for a person to look at. */
final class ContactSheet {
    private static final int COLUMNS = 24;
    private static final int ROWS = 15;
    private static final int CELL = 66;

    private ContactSheet() {}

    /**
     * @param pictures the file {@code pictures.u8}
     * @param entries those to choose from; where they do not fit, evenly spaced ones are taken
     * @param size edge of a picture in the file
     */
    static void write(Path pictures, List<ManifestEntry> entries, int size, Path target) throws IOException {
        int count = Math.min(entries.size(), COLUMNS * ROWS);
        BufferedImage sheet = new BufferedImage(COLUMNS * CELL, (count + COLUMNS - 1) / COLUMNS * CELL,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        byte[] rgb = new byte[size * size * 3];
        try (RandomAccessFile file = new RandomAccessFile(pictures.toFile(), "r")) {
            for (int i = 0; i < count; i++) {
                ManifestEntry entry = entries.get((int) ((long) i * entries.size() / count));
                file.seek((long) entry.index() * rgb.length);
                file.readFully(rgb);
                graphics.drawImage(image(rgb, size), i % COLUMNS * CELL, i / COLUMNS * CELL, CELL - 2, CELL - 2, null);
            }
        }
        graphics.dispose();
        Path part = target.resolveSibling(target.getFileName() + ".part");
        ImageIO.write(sheet, "png", part.toFile());
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }

    private static BufferedImage image(byte[] rgb, int size) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < size * size; i++) {
            image.setRGB(i % size, i / size,
                    (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | rgb[3 * i + 2] & 0xff);
        }
        return image;
    }
}
