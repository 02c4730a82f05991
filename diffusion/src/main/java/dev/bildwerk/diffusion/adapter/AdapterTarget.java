package dev.bildwerk.diffusion.adapter;

/**
 * One weight of a model.
 *
 * @param key as the part asks for it, such as {@code conv_in.weight}
 */
record AdapterTarget(AdapterPart part, String key) {}
