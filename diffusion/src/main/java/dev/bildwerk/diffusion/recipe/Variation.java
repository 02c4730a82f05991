package dev.bildwerk.diffusion.recipe;

/**
 * A second noise that is mixed into the first.
 *
 * @param seed of the second noise
 * @param strength 0 for the first noise alone, 1 for the second alone
 */
public record Variation(long seed, double strength) {}
