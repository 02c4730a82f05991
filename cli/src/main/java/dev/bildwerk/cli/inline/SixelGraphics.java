package dev.bildwerk.cli.inline;

import dev.bildwerk.diffusion.picture.Picture;
import java.util.Arrays;

/**
 * A picture in sixels: bands of six rows, each drawn once per color, out of a fixed palette of 6 x 7 x 6 levels of red,
 * green and blue with errors spread after Floyd and Steinberg.
 *
 * @see <a href="https://vt100.net/docs/vt3xx-gp/chapter14.html">VT330/VT340 Programmer Reference, chapter 14</a>
 */
final class SixelGraphics {
    private static final int[] LEVELS = {6, 7, 6};
    private static final int COLORS = 6 * 7 * 6;
    private static final int BAND = 6;

    private SixelGraphics() {}

    static String encode(Picture picture) {
        int[] colors = quantize(picture);
        StringBuilder sixels = new StringBuilder();
        sixels.append("\u001bP0;1;0q\"1;1;%d;%d".formatted(picture.width(), picture.height()));
        appendPalette(sixels, colors);
        for (int top = 0; top < picture.height(); top += BAND) {
            appendBand(sixels, colors, picture.width(), top, Math.min(BAND, picture.height() - top));
        }
        return sixels.append("\u001b\\").toString();
    }

    /** Palette indices, row by row from the top. */
    static int[] quantize(Picture picture) {
        int width = picture.width();
        int[] colors = new int[width * picture.height()];
        for (int channel = 0; channel < 3; channel++) {
            int top = LEVELS[channel] - 1;
            float[] row = new float[width + 2];
            for (int y = 0; y < picture.height(); y++) {
                float[] below = new float[width + 2];
                for (int x = 0; x < width; x++) {
                    float wanted = (picture.rgb()[(y * width + x) * 3 + channel] & 0xff) + row[x + 1];
                    int level = Math.clamp(Math.round(wanted * top / 255f), 0, top);
                    float error = wanted - level * 255f / top;
                    row[x + 2] += error * 7 / 16;
                    below[x] += error * 3 / 16;
                    below[x + 1] += error * 5 / 16;
                    below[x + 2] += error / 16;
                    colors[y * width + x] = colors[y * width + x] * LEVELS[channel] + level;
                }
                row = below;
            }
        }
        return colors;
    }

    private static void appendPalette(StringBuilder sixels, int[] colors) {
        boolean[] used = new boolean[COLORS];
        Arrays.stream(colors).forEach(color -> used[color] = true);
        for (int color = 0; color < COLORS; color++) {
            if (used[color]) {
                int red = color / (LEVELS[1] * LEVELS[2]);
                int green = color / LEVELS[2] % LEVELS[1];
                int blue = color % LEVELS[2];
                sixels.append("#%d;2;%d;%d;%d"
                        .formatted(color, percent(red, 0), percent(green, 1), percent(blue, 2)));
            }
        }
    }

    private static int percent(int level, int channel) {
        return Math.round(level * 100f / (LEVELS[channel] - 1));
    }

    private static void appendBand(StringBuilder sixels, int[] colors, int width, int top, int rows) {
        byte[][] masks = new byte[COLORS][];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < width; x++) {
                int color = colors[(top + y) * width + x];
                if (masks[color] == null) {
                    masks[color] = new byte[width];
                }
                masks[color][x] |= (byte) (1 << y);
            }
        }
        for (int color = 0; color < COLORS; color++) {
            if (masks[color] != null) {
                sixels.append('#').append(color);
                appendRuns(sixels, masks[color]);
                sixels.append('$'); // Back to the band's left edge.
            }
        }
        sixels.append('-'); // Down to the next band.
    }

    private static void appendRuns(StringBuilder sixels, byte[] mask) {
        for (int x = 0; x < mask.length; ) {
            int end = x + 1;
            while (end < mask.length && mask[end] == mask[x]) {
                end++;
            }
            char sixel = (char) ('?' + mask[x]);
            if (end - x > 3) {
                sixels.append('!').append(end - x).append(sixel);
            } else {
                sixels.repeat(sixel, end - x);
            }
            x = end;
        }
    }
}
