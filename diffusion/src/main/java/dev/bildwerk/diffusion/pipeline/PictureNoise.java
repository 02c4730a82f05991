package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.sampling.NoiseSource;
import dev.bildwerk.diffusion.sampling.Schedule;
import dev.bildwerk.engine.Tensor;

/**
 * The random numbers of one picture: first those that it begins with, then those that encoders and samplers ask for.
 *
 * <p>AUTOMATIC1111 and diffusers draw them all from one generator. ComfyUI draws the first on the CPU whatever the
 * device is, and the others from a second generator: that of the GPU with the same seed, or on the CPU that of the next
 * seed.
 */
final class PictureNoise {
    private final GenerationRequest request;
    private final NoiseSource first;
    private final NoiseSource further;

    PictureNoise(GenerationRequest request) {
        this.request = request;
        NoiseDevice device = request.controls().noiseDevice();
        long seed = request.seed();
        if (request.controls().dialect() == Dialect.COMFYUI) {
            this.first = NoiseSource.ofBatch(seed);
            this.further = device == NoiseDevice.CPU
                    ? NoiseSource.drawing(NoiseSource.ofBatch(seed + 1 & Long.MAX_VALUE), NoiseSource.ofBatch(seed))
                    : source(device, seed);
        } else {
            this.first = source(device, seed);
            this.further = first;
        }
    }

    /** What the picture begins with, {@code [1, channels, height, width]} in F32. */
    Tensor first(long... shape) {
        Tensor noise = ofBatch(first).draw(shape);
        Variation variation = request.controls().variation();
        if (variation.strength() == 0) {
            return noise;
        }
        Tensor other = source(request.controls().noiseDevice(), variation.seed()).draw(shape);
        return Tensor.of(Slerp.between(noise.toFloats(), other.toFloats(), shape, variation.strength()), shape);
    }

    /** What an encoder draws, which encodes one picture for the whole batch. */
    Tensor ofEncoder(long... shape) {
        return further.draw(shape);
    }

    /** What a sampler draws after the first. */
    NoiseSource further(PassSteps pass) {
        NoiseSource own = ofBatch(further);
        if (request.controls().dialect() != Dialect.A1111) {
            return own;
        }
        // Its Brownian path spans the whole schedule, of which a changed picture takes a part.
        Schedule whole = pass.whole();
        return own.withPathsOver(whole.sigma(whole.size() - 1), whole.sigma(0));
    }

    private NoiseSource ofBatch(NoiseSource source) {
        BatchPlace place = request.controls().batch();
        return place.size() == 1 || request.controls().dialect() == Dialect.A1111
                ? source
                : source.partOf(place.index(), place.size());
    }

    private static NoiseSource source(NoiseDevice device, long seed) {
        return switch (device) {
            case CPU -> NoiseSource.ofBatch(seed);
            case GPU -> NoiseSource.ofBatchAsOnGpu(seed);
        };
    }
}
