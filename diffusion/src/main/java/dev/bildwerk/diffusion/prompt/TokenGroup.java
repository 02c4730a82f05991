package dev.bildwerk.diffusion.prompt;

/**
 * A part of a text.
 *
 * @param ids of the vocabulary, or those that one added word stands for
 * @param added whether it is one added word
 */
record TokenGroup(int[] ids, boolean added) {}
