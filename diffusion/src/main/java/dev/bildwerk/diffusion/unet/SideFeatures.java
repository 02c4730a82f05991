package dev.bildwerk.diffusion.unet;

import dev.bildwerk.engine.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link ControlNet} adds to a denoiser.
 *
 * @param skips one for each skip connection, from the top down
 * @param middle for the lowest resolution
 */
public record SideFeatures(List<Tensor> skips, Tensor middle) {

    /** As much of them. */
    public SideFeatures times(double strength) {
        return new SideFeatures(skips.stream().map(skip -> skip.mul(strength)).toList(), middle.mul(strength));
    }

    /** Several networks at once. */
    public SideFeatures plus(SideFeatures other) {
        List<Tensor> sums = new ArrayList<>();
        for (int i = 0; i < skips.size(); i++) {
            sums.add(skips.get(i).add(other.skips.get(i)));
        }
        return new SideFeatures(sums, middle.add(other.middle));
    }
}
