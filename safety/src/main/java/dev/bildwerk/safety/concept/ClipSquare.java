package dev.bildwerk.safety.concept;

import dev.bildwerk.diffusion.picture.Box;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Resampling;

/** A picture as CLIP sees it: the middle square, in Pillow's bicubic resampling, normed (transformers' {@code CLIPImageProcessor}). */
final class ClipSquare {
    private static final double[] MEANS = {0.48145466, 0.4578275, 0.40821073};
    private static final double[] DEVIATIONS = {0.26862954, 0.26130258, 0.27577711};

    private ClipSquare() {}

    /** @return {@code [3, side, side]} */
    static float[] planes(Picture picture, int side) {
        Picture square = square(picture, side);
        float[] planes = new float[3 * side * side];
        for (int i = 0; i < side * side; i++) {
            for (int c = 0; c < 3; c++) {
                double value = (square.rgb()[i * 3 + c] & 0xff) / 255.0;
                planes[c * side * side + i] = (float) ((value - MEANS[c]) / DEVIATIONS[c]);
            }
        }
        return planes;
    }

    private static Picture square(Picture picture, int side) {
        int shorter = Math.min(picture.width(), picture.height());
        int width = (int) ((long) side * picture.width() / shorter);
        int height = (int) ((long) side * picture.height() / shorter);
        Box middle = new Box((width - side) / 2, (height - side) / 2, side, side);
        return picture.resized(width, height, Resampling.BICUBIC).cropped(middle);
    }
}
