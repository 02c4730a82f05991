package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.picture.Box;
import dev.bildwerk.diffusion.picture.Mask;
import dev.bildwerk.diffusion.picture.Picture;

/** Makes a picture larger by drawing on beyond its edges. */
public final class Outpainting {
    /** How far the new part reaches into the old one, so that the two grow together. */
    private static final int OVERLAP = 8;

    private Outpainting() {}

    /**
     * The old picture in a larger one, with the edges to be made anew from the colours next to them.
     *
     * @param left pixels to add, like the other three
     * @param blur of the seam, as for {@link Start.Inpainting}
     */
    public static Start.Inpainting extend(Picture picture, int left, int top, int right, int bottom, double blur) {
        if (Math.min(Math.min(left, top), Math.min(right, bottom)) < 0 || left + top + right + bottom == 0) {
            throw new InvalidRequestException(
                    "request.outpainting",
                    "Outpainting adds %d, %d, %d and %d pixels: none may be below 0, and one must be above."
                            .formatted(left, top, right, bottom));
        }
        long width = (long) picture.width() + left + right;
        long height = (long) picture.height() + top + bottom;
        if (width > GenerationRequest.MAX_SIDE || height > GenerationRequest.MAX_SIDE) {
            throw new InvalidRequestException(
                    "request.size",
                    "The larger picture would have %d x %d pixels; a side may have %d."
                            .formatted(width, height, GenerationRequest.MAX_SIDE));
        }
        Box old = new Box(left, top, picture.width(), picture.height());
        Picture canvas = new Picture((int) width, (int) height, new byte[Math.toIntExact(width * height * 3)])
                .with(picture, old, Mask.filled((int) width, (int) height, 255));
        Mask mask = Mask.outside(
                (int) width,
                (int) height,
                new Box(
                        left + inward(left, picture.width()),
                        top + inward(top, picture.height()),
                        picture.width() - inward(left, picture.width()) - inward(right, picture.width()),
                        picture.height() - inward(top, picture.height()) - inward(bottom, picture.height())));
        return new Start.Inpainting(canvas, mask, 1, Start.Filling.SURROUNDINGS, Start.Area.WHOLE, blur);
    }

    private static int inward(int added, int side) {
        return added == 0 ? 0 : Math.min(OVERLAP, (side - 1) / 2);
    }
}
