package dev.bildwerk.diffusion.guide;

import dev.bildwerk.diffusion.picture.Picture;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Edges of a coloured picture (Canny 1986), with the choices of OpenCV's {@code Canny} of 8-bit pictures: Sobel's
 * slopes of three pixels, of the colour with the steepest one; steepness as the sum of both slopes' sizes; directions
 * in four sectors.
 */
final class CannyEdges {
    static final int USUAL_LOW = 100;
    static final int USUAL_HIGH = 200;

    private static final int COLOURS = 3;
    /** The tangent of 22.5 degrees in fifteen binary places. */
    private static final int PLACES = 15;

    private static final int TANGENT = (int) (Math.tan(Math.PI / 8) * (1 << PLACES) + 0.5);

    private static final byte NOTHING = 0;
    private static final byte WEAK = 1;
    private static final byte STRONG = (byte) 255;

    private final int width;
    private final int height;
    private final int[] across;
    private final int[] down;

    private CannyEdges(Picture picture) {
        width = picture.width();
        height = picture.height();
        across = new int[width * height];
        down = new int[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                slopes(picture.rgb(), x, y);
            }
        }
    }

    /**
     * White edges on black.
     *
     * @param low the steepness that an edge must exceed where it goes on
     * @param high the steepness that it must exceed at one place
     */
    static Picture of(Picture picture, int low, int high) {
        CannyEdges canny = new CannyEdges(picture);
        byte[] edges = canny.connected(canny.ridges(low, high));
        byte[] rgb = new byte[edges.length * COLOURS];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = edges[i / COLOURS];
        }
        return new Picture(picture.width(), picture.height(), rgb);
    }

    /** Of the colour that is steepest, the first of equals. Beyond an edge the nearest pixel counts. */
    private void slopes(byte[] rgb, int x, int y) {
        int left = Math.max(x - 1, 0);
        int right = Math.min(x + 1, width - 1);
        int above = Math.max(y - 1, 0) * width;
        int below = Math.min(y + 1, height - 1) * width;
        int row = y * width;
        int steepest = -1;
        for (int c = 0; c < COLOURS; c++) {
            int topLeft = rgb[(above + left) * COLOURS + c] & 0xff;
            int topRight = rgb[(above + right) * COLOURS + c] & 0xff;
            int bottomLeft = rgb[(below + left) * COLOURS + c] & 0xff;
            int bottomRight = rgb[(below + right) * COLOURS + c] & 0xff;
            int sides = (rgb[(row + right) * COLOURS + c] & 0xff) - (rgb[(row + left) * COLOURS + c] & 0xff);
            int ends = (rgb[(below + x) * COLOURS + c] & 0xff) - (rgb[(above + x) * COLOURS + c] & 0xff);
            int dx = topRight - topLeft + 2 * sides + bottomRight - bottomLeft;
            int dy = bottomLeft - topLeft + 2 * ends + bottomRight - topRight;
            if (Math.abs(dx) + Math.abs(dy) > steepest) {
                steepest = Math.abs(dx) + Math.abs(dy);
                across[row + x] = dx;
                down[row + x] = dy;
            }
        }
    }

    /** 0 outside of the picture. */
    private int steepness(int x, int y) {
        boolean outside = x < 0 || y < 0 || x >= width || y >= height;
        return outside ? 0 : Math.abs(across[y * width + x]) + Math.abs(down[y * width + x]);
    }

    /** Where it is steeper than on both sides of the slope. */
    private byte[] ridges(int low, int high) {
        byte[] ridges = new byte[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int steepness = steepness(x, y);
                if (steepness > low && isRidge(x, y, steepness)) {
                    ridges[y * width + x] = steepness > high ? STRONG : WEAK;
                }
            }
        }
        return ridges;
    }

    private boolean isRidge(int x, int y, int steepness) {
        int dx = across[y * width + x];
        int dy = down[y * width + x];
        long flat = (long) Math.abs(dx) * TANGENT;
        long rise = (long) Math.abs(dy) << PLACES;
        if (rise < flat) {
            return steepness > steepness(x - 1, y) && steepness >= steepness(x + 1, y);
        }
        if (rise > flat + ((long) Math.abs(dx) << PLACES + 1)) {
            return steepness > steepness(x, y - 1) && steepness >= steepness(x, y + 1);
        }
        int side = (dx ^ dy) < 0 ? -1 : 1;
        return steepness > steepness(x - side, y - 1) && steepness > steepness(x + side, y + 1);
    }

    /** Strong ones, and the weak ones that hang together with them over any of their eight neighbours. */
    private byte[] connected(byte[] ridges) {
        byte[] edges = new byte[ridges.length];
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < ridges.length; i++) {
            if (ridges[i] == STRONG) {
                edges[i] = STRONG;
                open.push(i);
            }
        }
        while (!open.isEmpty()) {
            int at = open.pop();
            for (int y = Math.max(at / width - 1, 0); y <= Math.min(at / width + 1, height - 1); y++) {
                for (int x = Math.max(at % width - 1, 0); x <= Math.min(at % width + 1, width - 1); x++) {
                    int next = y * width + x;
                    if (ridges[next] == WEAK && edges[next] == NOTHING) {
                        edges[next] = STRONG;
                        open.push(next);
                    }
                }
            }
        }
        return edges;
    }
}
