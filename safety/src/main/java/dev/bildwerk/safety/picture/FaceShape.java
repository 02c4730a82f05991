package dev.bildwerk.safety.picture;

import java.util.List;
import java.util.Set;

/**
 * The widths of a face detector of MobileNetV1 with single-shot heads.
 *
 * @param backbone channels after each of the 14 convolutions, the first of which is a plain one
 * @param extra channels after each of the eight convolutions behind it
 */
public record FaceShape(List<Integer> backbone, List<Integer> extra) {
    /** Pixels a side of what it sees. */
    static final int SIDE = 512;

    /** The convolution of the backbone that the first head reads too. */
    static final int EARLY = 11;

    private static final Set<Integer> HALVING = Set.of(2, 4, 6, 12);

    static final FaceShape FULL = new FaceShape(
            List.of(32, 64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024),
            List.of(256, 512, 128, 256, 128, 256, 64, 128));

    public FaceShape {
        backbone = List.copyOf(backbone);
        extra = List.copyOf(extra);
    }

    int stride(int pair) {
        return HALVING.contains(pair) ? 2 : 1;
    }

    /** Channels that each of the six heads reads. */
    List<Integer> heads() {
        return List.of(
                backbone.get(EARLY), backbone.getLast(), extra.get(1), extra.get(3), extra.get(5), extra.get(7));
    }

    /** Boxes that a head judges at each place. */
    static int boxes(int head) {
        return head == 0 ? 3 : 6;
    }
}
