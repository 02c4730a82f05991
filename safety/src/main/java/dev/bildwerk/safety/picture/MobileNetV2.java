package dev.bildwerk.safety.picture;

import dev.bildwerk.engine.Init;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.List;
import java.util.stream.IntStream;

/**
 * MobileNetV2 (Sandler et al. 2018) with five classes, as npm's {@code nsfwjs} has it: batch norms folded, one linear layer at the end.
 *
 * <p>Immutable; may be used by several threads at once, each in a {@link Scope} of its own.
 */
final class MobileNetV2 {
    private final FoldedConv stem;
    private final List<Block> blocks;
    private final FoldedConv last;
    private final Tensor classWeight;
    private final Tensor classBias;

    /**
     * An inverted residual.
     *
     * @param expand null in the first one
     * @param keeps whether what goes in is added to what comes out
     */
    private record Block(FoldedConv expand, FoldedConv depthwise, FoldedConv project, boolean keeps) {
        static Block of(Weights weights, MobileNetShape shape, int number) {
            int in = shape.before(number);
            int inside = shape.inside(number);
            int out = shape.blocks().get(number);
            String key = "blocks." + number;
            return new Block(
                    number == 0 ? null : FoldedConv.of(weights, key + ".expand", in, inside, 1, 1),
                    FoldedConv.depthwise(weights, key + ".depthwise", inside, shape.stride(number)),
                    FoldedConv.of(weights, key + ".project", inside, out, 1, 1),
                    shape.stride(number) == 1 && in == out);
        }

        Tensor apply(Tensor x) {
            return Scope.only(() -> {
                Tensor wide = expand == null ? x : expand.activated(x);
                Tensor narrow = project.apply(depthwise.activated(wide));
                return keeps ? narrow.add(x) : narrow;
            });
        }
    }

    MobileNetV2(Weights weights, MobileNetShape shape) {
        stem = FoldedConv.of(weights, "stem", 3, shape.stem(), 3, 2);
        blocks = IntStream.range(0, shape.blocks().size())
                .mapToObj(number -> Block.of(weights, shape, number))
                .toList();
        last = FoldedConv.of(weights, "last", shape.blocks().getLast(), shape.last(), 1, 1);
        classWeight = weights.get("classes.weight", Init.ZEROS, PictureScores.CLASSES, shape.last());
        classBias = weights.get("classes.bias", Init.ZEROS, PictureScores.CLASSES);
    }

    /**
     * @param picture {@code [batch, 3, 224, 224]}, values -1 to 1
     * @return {@code [batch, 5]}: how sure it is of each class
     */
    Tensor apply(Tensor picture) {
        Tensor x = stem.activated(picture.channelsLast());
        for (Block block : blocks) {
            x = block.apply(x);
        }
        return last.activated(x).mean(false, 2, 3).linear(classWeight, classBias).softmax(1);
    }
}
