package dev.bildwerk.training.pictures;

import dev.bildwerk.training.TrainingException;
import dev.bildwerk.training.data.DataSetException;
import dev.bildwerk.training.data.Manifest;
import dev.bildwerk.training.data.ManifestEntry;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * The pictures of a data set that the trainer learns from, mapped from {@code pictures.u8}: {@code [count, SIDE, SIDE, 3]}
 * unsigned bytes, described line by line in {@code manifest.jsonl}.
 */
public final class PictureSet implements AutoCloseable {
    /** Height and width of every picture, in pixels. */
    public static final int SIDE = 128;

    private static final long BYTES = 3L * SIDE * SIDE;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment pixels;
    private final List<ManifestEntry> pictures;

    private PictureSet(Path folder, Predicate<ManifestEntry> recipe) throws IOException, DataSetException {
        Path file = folder.resolve("pictures.u8");
        try (FileChannel channel = FileChannel.open(file)) {
            pixels = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        }
        List<ManifestEntry> all = Manifest.read(folder.resolve("manifest.jsonl"));
        pictures = all.stream().filter(recipe).toList();
        for (ManifestEntry picture : pictures) {
            if ((picture.index() + 1L) * BYTES > pixels.byteSize()) {
                throw new TrainingException("training.data", "%s ends before picture %d, \"%s\": build the data set again."
                        .formatted(file, picture.index(), picture.id()));
            }
        }
    }

    /**
     * The pictures of a data set's folder that a recipe chooses.
     *
     * @param recipe says which pictures
     */
    public static PictureSet open(Path folder, Predicate<ManifestEntry> recipe) {
        try {
            return new PictureSet(folder, recipe);
        } catch (DataSetException e) {
            throw new TrainingException("training.data", e.getMessage(), e);
        } catch (IOException e) {
            throw new TrainingException(
                    "training.data",
                    "The data set in %s cannot be read: make it with \"bildwerk train data\".".formatted(folder),
                    e);
        }
    }

    /** All of them, in the manifest's order. */
    public List<ManifestEntry> pictures() {
        return pictures;
    }

    public int size() {
        return pictures.size();
    }

    public ManifestEntry get(int i) {
        return pictures.get(i);
    }

    /**
     * A square of a picture as values -1 to 1, channel after channel.
     *
     * @param into takes {@code 3 * side * side} values from {@code offset}
     */
    public void crop(int i, int left, int top, int side, boolean mirrored, float[] into, int offset) {
        long start = pictures.get(i).index() * BYTES;
        int plane = side * side;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int column = mirrored ? left + side - 1 - x : left + x;
                long pixel = start + 3L * ((long) (top + y) * SIDE + column);
                for (int channel = 0; channel < 3; channel++) {
                    int value = pixels.get(ValueLayout.JAVA_BYTE, pixel + channel) & 0xff;
                    into[offset + channel * plane + y * side + x] = value / 127.5f - 1;
                }
            }
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
