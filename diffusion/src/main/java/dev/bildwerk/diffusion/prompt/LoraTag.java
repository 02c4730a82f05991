package dev.bildwerk.diffusion.prompt;

/**
 * A low-rank adapter that a prompt asks for.
 *
 * @param name as the user wrote it: a file's name without its ending, never a path to be trusted
 * @param textEncoderWeight how much of it the text encoders get
 * @param unetWeight how much of it the UNet gets
 */
public record LoraTag(String name, double textEncoderWeight, double unetWeight) {}
