package dev.bildwerk.cli.bench;

import java.util.List;
import java.util.Locale;

/** What is made larger, while all else stays. */
enum GrowthAxis {
    /** Pictures at once. */
    BATCH("batch", List.of(1, 2, 4, 8), 64),
    /** Width and height. */
    PIXELS("pixels", List.of(256, 384, 512, 768, 1024), BenchPlan.MOST_PIXELS),
    /** Steps of a whole picture. */
    STEPS("steps", List.of(1, 2, 5, 10, 20, 50), 1000);

    private final String noun;
    private final List<Integer> points;
    private final int most;

    GrowthAxis(String noun, List<Integer> points, int most) {
        this.noun = noun;
        this.points = points;
        this.most = most;
    }

    /** Where it is measured unless said otherwise. */
    List<Integer> points() {
        return points;
    }

    boolean allows(int point) {
        return this == PIXELS ? BenchPlan.allowsSide(point) : point >= 1 && point <= most;
    }

    /** Which points are allowed, in words. */
    String range() {
        return this == PIXELS
                ? "multiples of 64 from 64 to %,d".formatted(BenchPlan.MOST_PIXELS)
                : "1 to %,d".formatted(most);
    }

    /** What a law is in: of pictures of this width and height, the number of their pixels. */
    double quantity(int point) {
        return this == PIXELS ? (double) point * point : point;
    }

    /** Such as "batch 4". */
    String named(int point) {
        return this == PIXELS ? point + " x " + point : noun + " " + point;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
