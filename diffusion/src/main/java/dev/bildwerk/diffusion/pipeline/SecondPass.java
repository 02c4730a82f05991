package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.picture.Enlarger;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.engine.Tensor;

/** The larger pass of {@link HiresFix}. */
final class SecondPass {
    private final LatentCodec codec;

    SecondPass(LatentCodec codec) {
        this.codec = codec;
    }

    /** What the second pass is asked for; without one the request itself. */
    static GenerationRequest of(GenerationRequest request) {
        HiresFix hires = request.controls().hires();
        return request.withSize(hires.enlarged(request.width()), hires.enlarged(request.height()))
                .withSteps(hires.steps() == 0 ? request.steps() : hires.steps());
    }

    /**
     * The first pass's latent in the second one's size.
     *
     * @param second as {@link #of} gives it
     */
    Tensor enlarged(Tensor latent, GenerationRequest second, PictureNoise noise) {
        long[] shape = codec.shape(second);
        return switch (second.controls().hires().upscaler()) {
            case LATENT_NEAREST -> latent.resizedNearest(shape[2], shape[3]);
            case LATENT_BILINEAR -> latent.resizedBilinear(shape[2], shape[3]);
            case LATENT_BICUBIC -> latent.resizedBicubic(shape[2], shape[3]);
            case BICUBIC, LANCZOS, LEARNED -> {
                Enlarger by = second.controls().hires().upscaler().enlarger();
                Picture larger = by.enlarged(codec.decode(latent), second.width(), second.height());
                yield codec.encode(larger, second, noise);
            }
        };
    }
}
