package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.sampling.NoiseSource;
import dev.bildwerk.engine.Tensor;

/** The random numbers of one picture: first those that it begins with, then those that samplers and encoders ask for. */
final class PictureNoise {
    private final GenerationRequest request;
    private final NoiseSource source;

    PictureNoise(GenerationRequest request) {
        this.request = request;
        this.source = source(request.controls().noiseDevice(), request.seed());
    }

    /** What the picture begins with, {@code [1, channels, height, width]} in F32. */
    Tensor first(long... shape) {
        Tensor noise = source.draw(shape);
        Variation variation = request.controls().variation();
        if (variation.strength() == 0) {
            return noise;
        }
        Tensor other = source(request.controls().noiseDevice(), variation.seed()).draw(shape);
        return Tensor.of(Slerp.between(noise.toFloats(), other.toFloats(), shape, variation.strength()), shape);
    }

    /** Everything after the first. */
    NoiseSource further() {
        return source;
    }

    private static NoiseSource source(NoiseDevice device, long seed) {
        return switch (device) {
            case CPU -> NoiseSource.seeded(seed);
            case GPU -> NoiseSource.seededAsOnGpu(seed);
        };
    }
}
