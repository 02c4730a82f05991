package dev.bildwerk.diffusion.pipeline;

/**
 * A picture's near relatives: its first noise is turned some way towards another seed's.
 *
 * @param seed of the other noise
 * @param strength 0 for none of it, 1 for it alone
 */
public record Variation(long seed, double strength) {
    public static final Variation NONE = new Variation(0, 0);

    public Variation {
        if (seed < 0) {
            throw new InvalidRequestException(
                    "request.variation.seed", "The variation's seed is %d; it is a whole number from 0 on.".formatted(seed));
        }
        if (!(strength >= 0 && strength <= 1)) {
            throw new InvalidRequestException(
                    "request.variation.strength", "The variation's strength is %s; it is 0 to 1.".formatted(strength));
        }
    }
}
