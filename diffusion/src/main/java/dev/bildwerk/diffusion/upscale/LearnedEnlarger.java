package dev.bildwerk.diffusion.upscale;

import dev.bildwerk.diffusion.checkpoint.LoadedPart;
import dev.bildwerk.diffusion.checkpoint.OpenedWeights;
import dev.bildwerk.diffusion.checkpoint.PartFiles;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.checkpoint.WeightSource;
import dev.bildwerk.diffusion.checkpoint.names.HalfNames;
import dev.bildwerk.diffusion.layers.Tiling;
import dev.bildwerk.diffusion.picture.Enlarger;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Resampling;
import java.nio.file.Path;

/**
 * Enlarging by a network: it doubles and quadruples, and what is asked for between or beyond is made by doing so once more and
 * resampling. It works in pieces, so that its memory does not grow with the picture.
 *
 * <p>May be used by several threads at once, until it is closed.
 */
public final class LearnedEnlarger implements Enlarger, AutoCloseable {
    public static final String OPTION = "learned";
    public static final String TITLE = "Bildwerk Upscaler";

    /** Side of a piece in pixels of the smaller picture, without its margins: some 150 MB are at work at a time. */
    private static final int PIECE = 256;

    private final LoadedPart<UpscalerNetwork> network;
    private final Pieces pieces;

    private LearnedEnlarger(LoadedPart<UpscalerNetwork> network, Pieces pieces) {
        this.network = network;
        this.pieces = pieces;
    }

    /**
     * Reads an upscaler that {@code reference/gpu/train_upscaler.py} wrote.
     *
     * @throws dev.bildwerk.diffusion.checkpoint.CheckpointException where the file is something else, or a weight is missing,
     *     surplus or misshapen
     * @throws dev.bildwerk.engine.safetensors.SafetensorsException where the file is not whole
     */
    public static LearnedEnlarger read(Path file, Placement placement) {
        return read(file, placement, PIECE);
    }

    static LearnedEnlarger read(Path file, Placement placement, int piece) {
        WeightSource source = WeightSource.of(file);
        UpscalerConfig config;
        try (OpenedWeights opened = source.open()) {
            config = UpscalerConfig.of(opened);
        }
        LoadedPart<UpscalerNetwork> network = LoadedPart.read(
                new PartFiles(source, new HalfNames("")), placement, weights -> new UpscalerNetwork(weights, config));
        return new LearnedEnlarger(network, new Pieces(placement, piece, config.reach()));
    }

    @Override
    public String option() {
        return OPTION;
    }

    @Override
    public String title() {
        return TITLE;
    }

    @Override
    public Picture enlarged(Picture picture, int width, int height) {
        Picture larger = picture;
        while (larger.width() < width || larger.height() < height) {
            boolean twiceIsEnough = 2 * larger.width() >= width && 2 * larger.height() >= height;
            larger = enlarged(larger, twiceIsEnough ? 2 : 4);
        }
        return larger.width() == width && larger.height() == height
                ? larger
                : larger.resized(width, height, Resampling.LANCZOS);
    }

    /**
     * While {@link Tiling} is on, edges that fitted each other still do.
     *
     * @param factor 2 or 4
     */
    Picture enlarged(Picture picture, int factor) {
        UpscalerNetwork used = network.part();
        if (!Tiling.isOn()) {
            return pieces.enlarged(picture, used, factor);
        }
        return Tiling.during(false, () -> pieces.enlargedAsPattern(picture, used, factor));
    }

    @Override
    public void close() {
        network.close();
    }
}
