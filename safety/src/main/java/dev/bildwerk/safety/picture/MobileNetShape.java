package dev.bildwerk.safety.picture;

import java.util.List;

/**
 * The widths of a MobileNetV2.
 *
 * @param stem channels after the first convolution
 * @param blocks channels after each of the 17 inverted residuals
 * @param last channels that the classes are read from
 */
public record MobileNetShape(int stem, List<Integer> blocks, int last) {
    /** Pixels a side of what it sees. */
    static final int SIDE = 224;

    /** How many times wider a block is inside. */
    static final int EXPANSION = 6;

    private static final List<Integer> HALVING = List.of(1, 3, 6, 13);

    /** 1.4 times as wide as the paper's. */
    static final MobileNetShape WIDE = new MobileNetShape(
            48, List.of(24, 32, 32, 48, 48, 48, 88, 88, 88, 88, 136, 136, 136, 224, 224, 224, 448), 1792);

    public MobileNetShape {
        blocks = List.copyOf(blocks);
        if (blocks.size() != 17) {
            throw new IllegalArgumentException("A MobileNetV2 has 17 inverted residuals, not %d.".formatted(blocks.size()));
        }
    }

    /** Channels before a block. */
    int before(int block) {
        return block == 0 ? stem : blocks.get(block - 1);
    }

    /** Channels inside a block; the first is not widened. */
    int inside(int block) {
        return block == 0 ? stem : before(block) * EXPANSION;
    }

    int stride(int block) {
        return HALVING.contains(block) ? 2 : 1;
    }
}
