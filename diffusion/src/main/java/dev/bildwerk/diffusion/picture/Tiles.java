package dev.bildwerk.diffusion.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A picture cut into tiles that overlap, and put together again: where AUTOMATIC1111's {@code split_grid} and
 * {@code combine_grid} lay them (modules/images.py), pixel for pixel.
 *
 * @param width of the whole picture, not less than a tile's
 * @param height of the whole picture, not less than a tile's
 * @param tileWidth in pixels
 * @param tileHeight in pixels
 * @param overlap over how many pixels a tile is blended into the one before it; tiles may overlap by more
 * @param lefts left column of each column of tiles, rising
 * @param tops top row of each row of tiles, rising
 */
public record Tiles(
        int width, int height, int tileWidth, int tileHeight, int overlap, List<Integer> lefts, List<Integer> tops) {
    private static final int WHOLE = 255;

    public Tiles {
        lefts = List.copyOf(lefts);
        tops = List.copyOf(tops);
    }

    /** As few tiles as overlap by at least this much, evenly spread. */
    public static Tiles of(int width, int height, int tileWidth, int tileHeight, int overlap) {
        return new Tiles(
                width,
                height,
                tileWidth,
                tileHeight,
                overlap,
                places(width, tileWidth, overlap),
                places(height, tileHeight, overlap));
    }

    private static List<Integer> places(int side, int tile, int overlap) {
        if (side < tile || overlap < 0 || overlap >= tile) {
            throw new IllegalArgumentException(
                    "Tiles of %d that overlap by %d do not cover %d.".formatted(tile, overlap, side));
        }
        int count = Math.max(1, Math.ceilDiv(side - overlap, tile - overlap));
        double step = count == 1 ? 0 : (double) (side - tile) / (count - 1);
        // The last one ends where the picture ends, also where a rounded product falls a pixel short.
        return IntStream.range(0, count)
                .mapToObj(i -> i > 0 && i == count - 1 ? side - tile : (int) (i * step))
                .toList();
    }

    /** Where each tile lies, row by row. */
    public List<Box> boxes() {
        List<Box> boxes = new ArrayList<>();
        for (int top : tops) {
            for (int left : lefts) {
                boxes.add(new Box(left, top, tileWidth, tileHeight));
            }
        }
        return List.copyOf(boxes);
    }

    /** @param whole of this size */
    public List<Picture> cut(Picture whole) {
        return boxes().stream().map(whole::cropped).toList();
    }

    /**
     * The whole picture: tiles are laid over those to their left, then rows over those above them, each coming in
     * evenly over the overlap.
     *
     * @param pictures one for each of {@link #boxes}, in their order
     */
    public Picture combine(List<Picture> pictures) {
        if (pictures.size() != lefts.size() * tops.size()) {
            throw new IllegalArgumentException(
                    "%d tiles do not fill %d places.".formatted(pictures.size(), lefts.size() * tops.size()));
        }
        byte[] whole = new byte[Math.toIntExact(3L * width * height)];
        for (int row = 0; row < tops.size(); row++) {
            byte[] stripe = stripe(pictures.subList(row * lefts.size(), (row + 1) * lefts.size()));
            for (int y = 0; y < tileHeight; y++) {
                int weight = row == 0 ? WHOLE : weight(y);
                lay(stripe, y * width * 3, whole, (tops.get(row) + y) * width * 3, width * 3, weight);
            }
        }
        return new Picture(width, height, whole);
    }

    private byte[] stripe(List<Picture> row) {
        byte[] stripe = new byte[width * tileHeight * 3];
        for (int column = 0; column < row.size(); column++) {
            byte[] tile = row.get(column).rgb();
            for (int y = 0; y < tileHeight; y++) {
                for (int x = 0; x < tileWidth; x++) {
                    int weight = column == 0 ? WHOLE : weight(x);
                    lay(tile, (y * tileWidth + x) * 3, stripe, (y * width + lefts.get(column) + x) * 3, 3, weight);
                }
            }
        }
        return stripe;
    }

    /** Of 255, this far from the tile's edge. */
    private int weight(int pixels) {
        return pixels >= overlap ? WHOLE : (int) (pixels * 255f / overlap);
    }

    private static void lay(byte[] from, int fromStart, byte[] to, int toStart, int bytes, int weight) {
        for (int i = 0; i < bytes; i++) {
            int mix = (from[fromStart + i] & 0xff) * weight + (to[toStart + i] & 0xff) * (WHOLE - weight);
            to[toStart + i] = (byte) ((mix + 127) / 255);
        }
    }
}
