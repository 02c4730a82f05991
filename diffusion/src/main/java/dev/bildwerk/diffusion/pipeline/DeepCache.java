package dev.bildwerk.diffusion.pipeline;

/**
 * Cached deep features: on most steps only the shallowest part of the UNet runs, over what its deep part said on an earlier one
 * (Ma et al. 2023, DeepCache). It draws another picture, near the one without.
 *
 * @param interval every how manieth step is a whole one; 1 for all of them
 * @param branch where the UNet is cut, as {@link dev.bildwerk.diffusion.unet.UNet#applyAbove} counts: the lower, the faster
 *     and the farther off
 * @see <a href="https://arxiv.org/abs/2312.00858">Ma et al. 2023</a>
 */
public record DeepCache(int interval, int branch) {
    public static final DeepCache NONE = new DeepCache(1, 0);

    /** @throws InvalidRequestException if a number is out of its range */
    public DeepCache {
        if (interval < 1 || interval > GenerationRequest.MAX_STEPS) {
            throw new InvalidRequestException(
                    "request.deep-cache.interval",
                    "The interval of the cached features is %,d steps; it is 1 (off) to %,d, and 2 to 5 is usual."
                            .formatted(interval, GenerationRequest.MAX_STEPS));
        }
        if (branch < 0) {
            throw new InvalidRequestException(
                    "request.deep-cache.branch",
                    "The branch of the cached features is %d; it is a whole number from 0 on.".formatted(branch));
        }
    }

    public boolean isOn() {
        return interval > 1;
    }

    /** Within what a model has. */
    DeepCache clamped(int branches) {
        return new DeepCache(interval, Math.min(branch, branches - 1));
    }

    /** @throws InvalidRequestException where a model has no such branch */
    void requireWithin(int branches) {
        if (isOn() && branch >= branches) {
            throw new InvalidRequestException(
                    "request.deep-cache.branch",
                    "The branch of the cached features is %d; this model has 0 to %d.".formatted(branch, branches - 1));
        }
    }
}
