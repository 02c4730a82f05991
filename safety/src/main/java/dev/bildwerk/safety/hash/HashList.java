package dev.bildwerk.safety.hash;

/**
 * What a file of hashes holds.
 *
 * @param duplicates lines whose hash another one before them has
 * @param foreign lines of other kinds of hash, and of what is marked as not harmful
 * @param poor lines of a quality below {@link PictureHash#GOOD}, whose hash means no one picture
 */
public record HashList(BlockedHashes hashes, int duplicates, int foreign, int poor) {}
