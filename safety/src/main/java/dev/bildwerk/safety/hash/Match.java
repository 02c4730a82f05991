package dev.bildwerk.safety.hash;

/**
 * A blocked picture that looks like the one that was looked up.
 *
 * @param distance in how many bits the hashes differ
 * @param placement how the picture was laid down to look like the blocked one
 */
public record Match(BlockedHash blocked, int distance, Placement placement) {}
