package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.picture.Mask;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Pixels;
import dev.bildwerk.diffusion.picture.Resampling;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.engine.Tensor;

/**
 * A picture's mask over its latent. diffusers looks at one pixel of each element, AUTOMATIC1111 at all of them, and
 * both keep or make anew whole elements; ComfyUI's are soft where the mask's edge runs through them.
 */
final class LatentMasks {
    /**
     * How far ComfyUI's "VAE Encode (for Inpainting)" reaches beyond the mask, in pixels to the left and to the right.
     */
    private static final int BEFORE = 2;

    private static final int AFTER = 3;

    private LatentMasks() {}

    /**
     * @param shape of the latent
     * @return {@code [1, 1, height, width]}: 1 where it is made anew, 0 where it is kept
     */
    static Tensor of(Mask mask, Start.Filling filling, long[] shape, Dialect dialect) {
        int height = Math.toIntExact(shape[2]);
        int width = Math.toIntExact(shape[3]);
        return switch (dialect) {
            case DIFFUSERS -> Pixels.tensor(mask).resizedNearest(height, width);
            case A1111 -> Pixels.tensor(mask.resized(width, height, Resampling.BICUBIC).hard());
            case COMFYUI -> Pixels.tensor(filling == Start.Filling.NOTHING ? grown(mask) : mask)
                    .resizedBilinear(height, width);
        };
    }

    /**
     * A picture with the middle grey where it is made anew, as ComfyUI's "VAE Encode (for Inpainting)" encodes it.
     *
     * @return {@code [1, 3, height, width]}, -1 to 1
     */
    static Tensor greyUnder(Picture picture, Mask mask) {
        Tensor pixels = Pixels.tensor(picture);
        return pixels.sub(pixels.mul(Pixels.tensor(mask.hard())));
    }

    /**
     * White wherever there is white within six pixels from two to the left and above to three to the right and below.
     */
    private static Mask grown(Mask mask) {
        byte[] hard = mask.hard().values();
        int width = mask.width();
        int height = mask.height();
        byte[] values = new byte[hard.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (hard[y * width + x] == 0) {
                    continue;
                }
                for (int v = Math.max(0, y - BEFORE); v <= Math.min(height - 1, y + AFTER); v++) {
                    for (int u = Math.max(0, x - BEFORE); u <= Math.min(width - 1, x + AFTER); u++) {
                        values[v * width + u] = (byte) 255;
                    }
                }
            }
        }
        return new Mask(width, height, values);
    }
}
