package dev.bildwerk.training.data;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Where a number of equal things stand. */
final class Layout {
    /** Centres in percent of the picture's edge and, last, the edge of each thing in percent. */
    private static final int[][] ROWS = {
        {26, 50, 74, 50, 46},
        {50, 27, 27, 73, 73, 73, 42},
        {27, 27, 73, 27, 27, 73, 73, 73, 42},
        {22, 22, 78, 22, 50, 50, 22, 78, 78, 78, 34},
    };

    private Layout() {}

    /** @return for each of {@code count} (two to five) things: centre x, centre y and edge, in pixels */
    static List<int[]> of(int count, int size, SplittableRandom random) {
        int[] row = ROWS[count - 2];
        int edge = row[row.length - 1] * size / 100;
        int drift = Math.max(1, size / 32);
        List<int[]> spots = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            spots.add(new int[] {
                row[2 * i] * size / 100 + random.nextInt(2 * drift + 1) - drift,
                row[2 * i + 1] * size / 100 + random.nextInt(2 * drift + 1) - drift,
                edge
            });
        }
        return spots;
    }
}
