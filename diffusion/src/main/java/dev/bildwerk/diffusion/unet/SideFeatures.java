package dev.bildwerk.diffusion.unet;

import dev.bildwerk.engine.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What networks beside a denoiser add to it: a {@link ControlNet} behind its encoder, a {@link T2IAdapter} within.
 *
 * @param skips one for each skip connection, from the top down; none for nothing
 * @param middle for the lowest resolution; null for nothing
 * @param levels one for each block of the way down and perhaps one for the middle; none for nothing
 */
public record SideFeatures(List<Tensor> skips, Tensor middle, List<Tensor> levels) {
    public static final SideFeatures NONE = new SideFeatures(List.of(), null, List.of());

    public SideFeatures {
        skips = List.copyOf(skips);
        levels = List.copyOf(levels);
    }

    static SideFeatures behindEncoder(List<Tensor> skips, Tensor middle) {
        return new SideFeatures(skips, middle, List.of());
    }

    static SideFeatures withinEncoder(List<Tensor> levels) {
        return new SideFeatures(List.of(), null, levels);
    }

    /** All of them. */
    public Stream<Tensor> tensors() {
        return Stream.of(skips.stream(), Stream.ofNullable(middle), levels.stream()).flatMap(each -> each);
    }

    /** As much of them. */
    public SideFeatures times(double strength) {
        return new SideFeatures(
                skips.stream().map(skip -> skip.mul(strength)).toList(),
                middle == null ? null : middle.mul(strength),
                levels.stream().map(level -> level.mul(strength)).toList());
    }

    /** Several networks at once. */
    public SideFeatures plus(SideFeatures other) {
        boolean one = middle == null || other.middle == null;
        return new SideFeatures(
                sums(skips, other.skips),
                one ? middle == null ? other.middle : middle : middle.add(other.middle),
                sums(levels, other.levels));
    }

    private static List<Tensor> sums(List<Tensor> a, List<Tensor> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() ? b : a;
        }
        List<Tensor> sums = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            sums.add(a.get(i).add(b.get(i)));
        }
        return sums;
    }

    /** Whether all of it is numbers. */
    public boolean isFinite() {
        return tensors().allMatch(Tensor::isFinite);
    }
}
