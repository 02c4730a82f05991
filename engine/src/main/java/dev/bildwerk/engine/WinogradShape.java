package dev.bildwerk.engine;

import static dev.bildwerk.engine.MinimalFilter.KERNEL;

/**
 * What one convolution by {@link Winograd} goes over.
 *
 * @param height of what goes in, without padding
 * @param width likewise
 * @param padding pixels of zeros on each edge
 * @param in channels
 * @param out channels
 */
record WinogradShape(int batch, int height, int width, int padding, int in, int out) {

    /**
     * @param x {@code [batch, in, height, width]}
     * @param weights {@code [36, out, in]}
     */
    static WinogradShape of(Tensor x, Tensor weights, int padding) {
        return new WinogradShape(
                Math.toIntExact(x.size(0)),
                Math.toIntExact(x.size(2)),
                Math.toIntExact(x.size(3)),
                padding,
                Math.toIntExact(weights.size(2)),
                Math.toIntExact(weights.size(1)));
    }

    int resultHeight() {
        return height + 2 * padding - KERNEL + 1;
    }

    int resultWidth() {
        return width + 2 * padding - KERNEL + 1;
    }

    long tiles() {
        return (long) batch * WinogradTiles.tiles(resultHeight()) * WinogradTiles.tiles(resultWidth());
    }

    /** As many as the room has place for, or fewer where a thread would else have nothing to do at the end. */
    int tilesAtOnce(WinogradRoom room) {
        long pieces = rounded(tiles(), room.tilesAtOnce());
        long rounds = rounded(pieces, room.threads());
        return Math.toIntExact(rounded(tiles(), rounds * room.threads()));
    }

    private static long rounded(long count, long each) {
        return (count + each - 1) / each;
    }
}
