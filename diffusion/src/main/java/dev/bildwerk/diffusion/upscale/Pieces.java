package dev.bildwerk.diffusion.upscale;

import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.picture.Box;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Pixels;
import dev.bildwerk.engine.Autograd;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;

/**
 * A network over a picture piece by piece. Each piece is given with as much around it as the network looks at, so the
 * whole is the same, but for rounding, as if it were one.
 *
 * @param side of a piece, in pixels of the smaller picture
 * @param margin around a piece that is looked at
 */
record Pieces(Placement placement, int side, int margin) {

    /** @param factor 2 or 4 */
    Picture enlarged(Picture picture, UpscalerNetwork network, int factor) {
        int width = picture.width() * factor;
        byte[] rgb = new byte[Math.toIntExact(3L * width * picture.height() * factor)];
        for (int y = 0; y < picture.height(); y += side) {
            for (int x = 0; x < picture.width(); x += side) {
                Box piece = new Box(
                        x, y, Math.min(side, picture.width() - x), Math.min(side, picture.height() - y));
                lay(enlarged(picture, piece, network, factor), piece, factor, rgb, width);
            }
        }
        return new Picture(width, picture.height() * factor, rgb);
    }

    private Picture enlarged(Picture picture, Box piece, UpscalerNetwork network, int factor) {
        int left = Math.max(0, piece.x() - margin);
        int top = Math.max(0, piece.y() - margin);
        int right = Math.min(picture.width(), piece.x() + piece.width() + margin);
        int bottom = Math.min(picture.height(), piece.y() + piece.height() + margin);
        Picture seen = picture.cropped(new Box(left, top, right - left, bottom - top));
        Box kept = new Box(
                (piece.x() - left) * factor,
                (piece.y() - top) * factor,
                piece.width() * factor,
                piece.height() * factor);
        try (Autograd off = Autograd.off();
                Scope scope = Scope.open()) {
            Tensor given = Pixels.tensor(seen).to(placement.device()).to(placement.precision());
            return Pixels.picture(network.apply(given, factor)).cropped(kept);
        }
    }

    private static void lay(Picture part, Box piece, int factor, byte[] rgb, int width) {
        for (int y = 0; y < part.height(); y++) {
            int to = ((piece.y() * factor + y) * width + piece.x() * factor) * 3;
            System.arraycopy(part.rgb(), y * part.width() * 3, rgb, to, part.width() * 3);
        }
    }

    /** As {@link #enlarged}, of a picture whose edges continue at the opposite ones. */
    Picture enlargedAsPattern(Picture picture, UpscalerNetwork network, int factor) {
        int width = picture.width() + 2 * margin;
        int height = picture.height() + 2 * margin;
        byte[] rgb = new byte[width * height * 3];
        for (int y = 0; y < height; y++) {
            int row = Math.floorMod(y - margin, picture.height()) * picture.width();
            for (int x = 0; x < width; x++) {
                int from = (row + Math.floorMod(x - margin, picture.width())) * 3;
                System.arraycopy(picture.rgb(), from, rgb, (y * width + x) * 3, 3);
            }
        }
        return enlarged(new Picture(width, height, rgb), network, factor)
                .cropped(new Box(
                        margin * factor, margin * factor, picture.width() * factor, picture.height() * factor));
    }
}
