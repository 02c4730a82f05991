package dev.bildwerk.training.scorer;

import dev.bildwerk.diffusion.layers.Conv2d;
import dev.bildwerk.diffusion.layers.GroupNorm;
import dev.bildwerk.diffusion.layers.Linear;
import dev.bildwerk.diffusion.layers.ResnetBlock;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts pictures into the space that the scorer shares with words: {@code reference/gpu/scorer.py}'s {@code PictureTower}.
 * What is there is read from the mean of the last features, where it is from a small grid of them.
 */
public final class PictureTower {
    /** Width of the space that pictures and words share. */
    public static final int JOINT = 192;

    private static final int[] WIDTHS = {64, 128, 224};
    private static final int STEM = 32;
    private static final int BLOCKS = 2;
    private static final int GROUPS = 16;
    private static final double EPSILON = 1e-5;
    private static final int GRID_CHANNELS = 64;
    private static final int GRID_PLACES = 16;

    private final Conv2d stem;
    private final List<Level> levels;
    private final GroupNorm norm;
    private final Conv2d grid;
    private final Linear meanProjection;
    private final Linear gridProjection;

    private record Level(GroupNorm norm, Conv2d down, List<ResnetBlock> blocks) {}

    public PictureTower(Weights weights) {
        stem = Conv2d.of(weights.at("stem"), 3, STEM, 3, 2, 1);
        List<Level> list = new ArrayList<>();
        int from = STEM;
        for (int i = 0; i < WIDTHS.length; i++) {
            int width = WIDTHS[i];
            List<ResnetBlock> blocks = new ArrayList<>();
            for (int j = 0; j < BLOCKS; j++) {
                blocks.add(ResnetBlock.of(
                        weights.at("blocks.%d.%d".formatted(i, j)), width, width, 0, false, GROUPS, EPSILON));
            }
            list.add(new Level(
                    GroupNorm.of(weights.at("norms." + i), from, GROUPS, EPSILON),
                    Conv2d.of(weights.at("downs." + i), from, width, 3, 2, 1),
                    List.copyOf(blocks)));
            from = width;
        }
        levels = List.copyOf(list);
        norm = GroupNorm.of(weights.at("norm"), from, GROUPS, EPSILON);
        grid = Conv2d.of(weights.at("grid"), from, GRID_CHANNELS, 3, 2, 1);
        meanProjection = Linear.of(weights.at("mean_projection"), from, JOINT);
        gridProjection = Linear.withoutBias(weights.at("grid_projection"), (long) GRID_CHANNELS * GRID_PLACES, JOINT);
    }

    /**
     * @param pictures {@code [batch, 3, 128, 128]}, values -1 to 1, in the weights' number format
     * @return {@code [batch, JOINT]} in F32, each row of length 1
     */
    public Tensor apply(Tensor pictures) {
        return Scope.only(() -> {
            Tensor x = stem.apply(pictures);
            for (Level level : levels) {
                x = level.down().apply(level.norm().apply(x).silu());
                for (ResnetBlock block : level.blocks()) {
                    x = block.apply(x, null);
                }
            }
            x = norm.apply(x).silu();
            Tensor what = meanProjection.apply(x.mean(false, 2, 3));
            Tensor where = gridProjection.apply(
                    grid.apply(x).silu().contiguous().reshape(x.size(0), GRID_CHANNELS * GRID_PLACES));
            return unit(what.add(where));
        });
    }

    /** Rows in F32, brought to length 1. */
    static Tensor unit(Tensor rows) {
        Tensor wide = rows.to(DType.F32);
        return wide.div(wide.square().mean(true, 1).mul(wide.size(1)).sqrt());
    }
}
