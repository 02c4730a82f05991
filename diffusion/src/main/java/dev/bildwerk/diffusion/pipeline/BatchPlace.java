package dev.bildwerk.diffusion.pipeline;

/**
 * Which picture of a batch this is, where a batch's noise is drawn at once from one seed, as ComfyUI and diffusers do.
 *
 * @param index from 0 on
 * @param size of the batch
 */
public record BatchPlace(int index, int size) {
    /** A picture of its own. */
    public static final BatchPlace ALONE = new BatchPlace(0, 1);

    /** @throws InvalidRequestException if there is no such place */
    public BatchPlace {
        if (size < 1 || index < 0 || index >= size) {
            throw new InvalidRequestException(
                    "request.batch", "There is no picture %d in a batch of %d.".formatted(index + 1, size));
        }
    }
}
