package dev.bildwerk.training.credits;

/**
 * A work that a picture resembles.
 *
 * @param similarity 1 for the same, 0 for no more in common than any two works have
 */
public record Credit(Work work, double similarity) {}
