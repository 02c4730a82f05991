package dev.bildwerk.training.data;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Resampling;
import dev.bildwerk.training.run.PictureSheet;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Many pictures of the data set on one sheet, for a person to look at. */
final class ContactSheet {
    private static final int COLUMNS = 24;
    private static final int ROWS = 15;
    private static final int CELL = 64;

    private ContactSheet() {}

    /**
     * @param pictures the file {@code pictures.u8}
     * @param entries those to choose from; where they do not fit, evenly spaced ones are taken
     * @param size edge of a picture in the file
     */
    static void write(Path pictures, List<ManifestEntry> entries, int size, Path target) throws IOException {
        int count = Math.min(entries.size(), COLUMNS * ROWS);
        List<BufferedImage> chosen = new ArrayList<>();
        byte[] rgb = new byte[size * size * 3];
        try (RandomAccessFile file = new RandomAccessFile(pictures.toFile(), "r")) {
            for (int i = 0; i < count; i++) {
                ManifestEntry entry = entries.get((int) ((long) i * entries.size() / count));
                file.seek((long) entry.index() * rgb.length);
                file.readFully(rgb);
                Picture picture = new Picture(size, size, rgb.clone());
                chosen.add(picture.resized(CELL, CELL, Resampling.BILINEAR).toImage());
            }
        }
        PictureSheet.write(target, chosen, COLUMNS);
    }
}
