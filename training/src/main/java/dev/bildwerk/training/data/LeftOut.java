package dev.bildwerk.training.data;

/**
 * A picture that did not go into the data set: a line of {@code left-out.jsonl}.
 *
 * @param id {@code source/name}
 * @param reason why, for a person to read
 */
record LeftOut(String id, String reason) {}
