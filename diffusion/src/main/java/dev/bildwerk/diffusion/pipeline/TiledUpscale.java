package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.picture.Box;
import dev.bildwerk.diffusion.picture.Enlarger;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Tiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A picture made larger and then gone over by the model tile by tile, as AUTOMATIC1111's script "SD upscale" does: so
 * a picture may be larger than the model, or the machine's memory, could draw at once.
 *
 * @param picture of any size
 * @param scale of width and height, 1 to 8; a fraction of a pixel is rounded
 * @param by how it is enlarged first
 * @param tile side of a tile in pixels, a multiple of 8; best the size that the model was trained at
 * @param overlap over how many pixels tiles are blended into each other, up to half a tile
 * @param strength how much of each tile is made anew: above 0 to 1
 */
public record TiledUpscale(Picture picture, double scale, Enlarger by, int tile, int overlap, double strength) {
    /** Of the larger picture, in pixels. */
    public static final int MOST_SIDE = 16_384;

    private static final double MOST_SCALE = 8;
    private static final long MOST_PIXELS = 100_000_000;
    private static final int SMALLEST_TILE = 32;
    private static final int USUAL_OVERLAP_PARTS = 8;

    /** @throws InvalidRequestException with a reason code and a sentence, if a value is out of its range */
    public TiledUpscale {
        Objects.requireNonNull(picture, "picture");
        Objects.requireNonNull(by, "by");
        requireSize(picture, scale);
        if (tile < SMALLEST_TILE || tile > GenerationRequest.MAX_SIDE) {
            throw new InvalidRequestException(
                    "request.upscale.tile",
                    "The tile's side is %d pixels; it may be %d to %d."
                            .formatted(tile, SMALLEST_TILE, GenerationRequest.MAX_SIDE));
        }
        RequestRules.checkMultiple("tile's side", tile, RequestRules.MULTIPLE);
        if (overlap < 0 || overlap > tile / 2) {
            throw new InvalidRequestException(
                    "request.upscale.overlap",
                    "The tiles overlap by %d pixels; 0 to %d, half a tile, are possible.".formatted(overlap, tile / 2));
        }
        new Start.FromPicture(picture, strength); // It knows the range.
    }

    /**
     * The picture made larger, untouched by any model.
     *
     * @throws InvalidRequestException if the scale is out of its range, or the picture would become too large
     */
    public static Picture enlarged(Picture picture, double scale, Enlarger by) {
        requireSize(picture, scale);
        return by.enlarged(picture, side(picture.width(), scale), side(picture.height(), scale));
    }

    private static void requireSize(Picture picture, double scale) {
        if (!(scale >= 1 && scale <= MOST_SCALE)) {
            throw new InvalidRequestException(
                    "request.upscale.scale", "The scale is %s; it is 1 to %.0f.".formatted(scale, MOST_SCALE));
        }
        long width = side(picture.width(), scale);
        long height = side(picture.height(), scale);
        if (Math.max(width, height) > MOST_SIDE || width * height > MOST_PIXELS) {
            throw new InvalidRequestException(
                    "request.upscale.size",
                    "The larger picture would have %,d x %,d pixels; a side may have %,d, and all of it %,d."
                            .formatted(width, height, MOST_SIDE, MOST_PIXELS));
        }
    }

    private static int side(int pixels, double scale) {
        return (int) Math.round(pixels * scale);
    }

    /**
     * How far tiles had best be blended: over all that they overlap by when they are as few as overlap by an eighth
     * of a tile. For the same work that is softer than an eighth alone.
     */
    public static int usualOverlap(Picture picture, double scale, int tile) {
        int fewest = tile / USUAL_OVERLAP_PARTS;
        int overlap = tile / 2;
        for (int whole : new int[] {side(picture.width(), scale), side(picture.height(), scale)}) {
            if (whole > tile && tile >= SMALLEST_TILE) {
                int tiles = Math.ceilDiv(whole - fewest, tile - fewest);
                overlap = Math.min(overlap, tile - Math.ceilDiv(whole - tile, tiles - 1));
            }
        }
        return overlap;
    }

    /** In pixels. */
    public int width() {
        return side(picture.width(), scale);
    }

    /** In pixels. */
    public int height() {
        return side(picture.height(), scale);
    }

    /** The larger picture's tiles; a side shorter than a tile is one tile, of the next multiple of 8. */
    Tiles tiles() {
        int tileWidth = Math.min(tile, Math.ceilDiv(width(), 8) * 8);
        int tileHeight = Math.min(tile, Math.ceilDiv(height(), 8) * 8);
        return Tiles.of(
                Math.max(width(), tileWidth),
                Math.max(height(), tileHeight),
                tileWidth,
                tileHeight,
                Math.min(overlap, Math.min(tileWidth, tileHeight) / 2));
    }

    /**
     * What the model is asked for each tile: the request's words and settings, its part of the pictures of guides, and
     * seeds that count up from the request's own.
     *
     * @throws InvalidRequestException if the request has a second pass, which tiles cannot have
     */
    List<GenerationRequest> requests(GenerationRequest request) {
        if (request.controls().hires().isOn()) {
            throw new InvalidRequestException(
                    "request.upscale.hires", "Upscaling by tile is a second pass itself: leave the other one out.");
        }
        Tiles tiles = tiles();
        Picture whole = grown(enlarged(picture, scale, by), tiles.width(), tiles.height());
        Additions additions = request.controls().additions().sized(tiles.width(), tiles.height());
        List<GenerationRequest> requests = new ArrayList<>();
        for (Picture part : tiles.cut(whole)) {
            Additions ofPart = additions.cropped(tiles.boxes().get(requests.size()));
            requests.add(request.withSeed(request.seed() + requests.size())
                    .withSize(part.width(), part.height())
                    .with(request.controls()
                            .withTiling(false)
                            .withStart(new Start.FromPicture(part, strength))
                            .withAdditions(ofPart)));
        }
        return List.copyOf(requests);
    }

    /** @param drawn an answer for each of {@link #requests} */
    Picture combined(List<Picture> drawn) {
        return tiles().combine(drawn).cropped(new Box(0, 0, width(), height()));
    }

    /** Wider and higher, by its last pixels again. */
    private static Picture grown(Picture picture, int width, int height) {
        if (picture.width() == width && picture.height() == height) {
            return picture;
        }
        byte[] rgb = new byte[width * height * 3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int from = (Math.min(y, picture.height() - 1) * picture.width() + Math.min(x, picture.width() - 1)) * 3;
                System.arraycopy(picture.rgb(), from, rgb, (y * width + x) * 3, 3);
            }
        }
        return new Picture(width, height, rgb);
    }
}
