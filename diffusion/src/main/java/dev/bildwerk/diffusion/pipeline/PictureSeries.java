package dev.bildwerk.diffusion.pipeline;

/**
 * Several pictures of one request, as its dialect's program counts them. AUTOMATIC1111 counts seeds up, and with a
 * variation the seeds of that instead; ComfyUI draws a batch from one seed; diffusers is asked for each picture with a
 * seed of its own.
 */
public final class PictureSeries {
    private PictureSeries() {}

    /** Whether all pictures of a series have one seed. */
    public static boolean sharesItsSeed(GenerationRequest first) {
        return switch (first.controls().dialect()) {
            case COMFYUI -> true;
            case A1111 -> first.controls().variation().strength() > 0;
            case DIFFUSERS -> false;
        };
    }

    /**
     * One of the pictures.
     *
     * @param index from 0 on
     * @param count of pictures
     */
    public static GenerationRequest picture(GenerationRequest first, int index, int count) {
        if (count == 1) {
            return first;
        }
        Controls controls = first.controls();
        Variation variation = controls.variation();
        return switch (controls.dialect()) {
            case COMFYUI -> first.with(controls.withBatch(new BatchPlace(index, count)));
            case A1111 -> variation.strength() > 0
                    ? first.with(controls.withVariation(
                            new Variation(Math.addExact(variation.seed(), index), variation.strength())))
                    : first.withSeed(first.seed() + index);
            case DIFFUSERS -> first.withSeed(first.seed() + index);
        };
    }
}
