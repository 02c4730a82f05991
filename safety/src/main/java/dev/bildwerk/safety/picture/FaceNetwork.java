package dev.bildwerk.safety.picture;

import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * How sure a single-shot detector (Liu et al. 2016) on MobileNetV1 (Howard et al. 2017) is that there is a face at all, as npm's
 * {@code @vladmandic/face-api} has it. Where the face is, it is not asked.
 *
 * <p>Immutable; may be used by several threads at once, each in a {@link Scope} of its own.
 */
final class FaceNetwork {
    private final FoldedConv first;
    private final List<Pair> pairs;
    private final List<FoldedConv> extra;
    private final List<FoldedConv> heads;

    /** A convolution of each channel by itself, and one of each pixel by itself. */
    private record Pair(FoldedConv depthwise, FoldedConv pointwise) {
        Tensor apply(Tensor x) {
            return Scope.only(() -> pointwise.activated(depthwise.activated(x)));
        }
    }

    FaceNetwork(Weights weights, FaceShape shape) {
        List<Integer> backbone = shape.backbone();
        first = FoldedConv.of(weights, "pairs.0.pointwise", 3, backbone.getFirst(), 3, 2);
        pairs = new ArrayList<>();
        for (int i = 1; i < backbone.size(); i++) {
            pairs.add(new Pair(
                    FoldedConv.depthwise(weights, "pairs.%d.depthwise".formatted(i), backbone.get(i - 1), shape.stride(i)),
                    FoldedConv.of(weights, "pairs.%d.pointwise".formatted(i), backbone.get(i - 1), backbone.get(i), 1, 1)));
        }
        extra = new ArrayList<>();
        int in = backbone.getLast();
        for (int i = 0; i < shape.extra().size(); i++) {
            int out = shape.extra().get(i);
            boolean shrinks = i % 2 == 1;
            extra.add(FoldedConv.of(weights, "extra." + i, in, out, shrinks ? 3 : 1, shrinks ? 2 : 1));
            in = out;
        }
        heads = new ArrayList<>();
        for (int i = 0; i < shape.heads().size(); i++) {
            heads.add(FoldedConv.of(weights, "heads." + i, shape.heads().get(i), FaceShape.boxes(i), 1, 1));
        }
    }

    /**
     * @param picture {@code [1, 3, 512, 512]}, values -1 to 1
     * @return of the box that it is surest of, 0 to 1
     */
    double surest(Tensor picture) {
        List<Tensor> seen = new ArrayList<>();
        Tensor x = first.activated(picture.channelsLast());
        for (int i = 0; i < pairs.size(); i++) {
            x = pairs.get(i).apply(x);
            if (i + 1 == FaceShape.EARLY) {
                seen.add(x);
            }
        }
        seen.add(x);
        for (int i = 0; i < extra.size(); i++) {
            x = extra.get(i).activated(x);
            if (i % 2 == 1) {
                seen.add(x);
            }
        }
        double surest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < heads.size(); i++) {
            surest = Math.max(surest, heads.get(i).apply(seen.get(i)).max());
        }
        return 1 / (1 + Math.exp(-surest));
    }
}
