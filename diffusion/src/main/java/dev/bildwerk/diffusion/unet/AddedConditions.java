package dev.bildwerk.diffusion.unet;

/** What is added to the timestep's embedding besides the time. */
public sealed interface AddedConditions {

    /** Nothing: Stable Diffusion 1 and 2. */
    record None() implements AddedConditions {}

    /**
     * The text, pooled by attention (diffusers' {@code addition_embed_type: text}): the default model.
     *
     * @param heads of the pooling attention
     */
    record Text(int heads) implements AddedConditions {}

    /**
     * The second encoder's pooled text and six numbers about size and crop (diffusers' {@code text_time}): SDXL.
     *
     * @param numberWidth width of the embedding of each number
     * @param inputWidth width of pooled text and embedded numbers together
     */
    record TextTime(int numberWidth, int inputWidth) implements AddedConditions {}
}
