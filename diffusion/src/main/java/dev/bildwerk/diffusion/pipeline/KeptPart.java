package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.sampling.Denoiser;
import dev.bildwerk.engine.Tensor;

/** What is kept of a picture while the rest is made anew. */
sealed interface KeptPart {
    /** A denoiser that knows what is kept. */
    Denoiser around(Denoiser denoiser);

    /** The finished latent without what little noise some schedules leave in the kept part. */
    Tensor restored(Tensor latent);

    /**
     * Only the denoiser's answer is corrected, as AUTOMATIC1111 does: with the noise that the latent began with, every
     * deterministic sampler then carries the kept part along its own noise levels, as diffusers does between steps.
     *
     * @param clean the latent of the picture that is partly kept
     * @param mask {@code [1, 1, height, width]}: 1 where it is made anew, 0 where it is kept
     */
    record InTheAnswer(Tensor clean, Tensor mask) implements KeptPart {
        @Override
        public Denoiser around(Denoiser denoiser) {
            Tensor kept = kept(clean, mask);
            return (x, sigma) -> denoiser.denoise(x, sigma).mul(mask).add(kept);
        }

        @Override
        public Tensor restored(Tensor latent) {
            return latent.mul(mask).add(kept(clean, mask));
        }
    }

    /**
     * The denoiser is also shown the kept part under the first noise at every level, and the finished latent is left as
     * it is: ComfyUI's noise mask.
     *
     * @param clean the latent of the picture that is partly kept
     * @param mask {@code [1, 1, height, width]} from 0 where it is kept to 1 where it is made anew
     * @param noise standard normal, in clean's shape
     */
    record UnderItsNoise(Tensor clean, Tensor mask, Tensor noise) implements KeptPart {
        @Override
        public Denoiser around(Denoiser denoiser) {
            Tensor kept = kept(clean, mask);
            Tensor keptNoise = kept(noise, mask);
            return (x, sigma) -> denoiser
                    .denoise(x.mul(mask).add(kept).addInPlace(keptNoise, sigma), sigma)
                    .mul(mask)
                    .add(kept);
        }

        @Override
        public Tensor restored(Tensor latent) {
            return latent;
        }
    }

    /**
     * The denoiser is shown the kept part without noise, and only the finished latent is corrected: DDIM and PLMS in
     * AUTOMATIC1111.
     *
     * @param clean the latent of the picture that is partly kept
     * @param mask {@code [1, 1, height, width]}: 1 where it is made anew, 0 where it is kept
     */
    record InTheQuestion(Tensor clean, Tensor mask) implements KeptPart {
        @Override
        public Denoiser around(Denoiser denoiser) {
            Tensor kept = kept(clean, mask);
            return (x, sigma) -> {
                // Its latents are of variance 1: what is asked there is the kept part times the root of 1 + sigma^2.
                Tensor asked = x.mul(mask).add(kept, Math.sqrt(1 + sigma * sigma));
                Tensor noise = asked.sub(denoiser.denoise(asked, sigma));
                return x.sub(noise);
            };
        }

        @Override
        public Tensor restored(Tensor latent) {
            return latent.mul(mask).add(kept(clean, mask));
        }
    }

    private static Tensor kept(Tensor values, Tensor mask) {
        return values.sub(values.mul(mask));
    }
}
