package dev.bildwerk.cli.bench;

import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.checkpoint.WeightStorage;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.cpu.CpuFeatures;

/**
 * What is to be measured.
 *
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 * @param batch pictures at once
 * @param runs how often each part is called, after once for warming up
 * @param precision I8 for a UNet in eight bits, with all else in the fastest format
 */
record BenchPlan(BenchFamily family, int width, int height, int batch, int runs, Device device, DType precision) {
    static final int MOST_PIXELS = 4096;

    /** Whether a picture may have this width or height. */
    static boolean allowsSide(int pixels) {
        return pixels >= 64 && pixels <= MOST_PIXELS && pixels % 64 == 0;
    }

    /** Where the UNet's weights go. */
    Placement unet() {
        Placement besides = besides();
        return precision == DType.I8 ? besides.withStorage(WeightStorage.INT8) : besides;
    }

    /** Where the other parts' weights go; what they compute is of this format, and so is what a UNet is given. */
    Placement besides() {
        return new Placement(
                device, precision == DType.I8 ? CpuFeatures.ofThisMachine().fasterFormat() : precision);
    }

    /** How large the pictures are and how many. */
    String extent() {
        return "%d x %d, batch %d".formatted(width, height, batch);
    }

    BenchPlan withBatch(int pictures) {
        return new BenchPlan(family, width, height, pictures, runs, device, precision);
    }

    BenchPlan withSide(int pixels) {
        return new BenchPlan(family, pixels, pixels, batch, runs, device, precision);
    }
}
