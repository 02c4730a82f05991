package dev.bildwerk.cli.bench;

import java.util.OptionalLong;

/**
 * What was measured of one part of a model.
 *
 * @param name of the part
 * @param loading seconds until its weights were read and converted
 * @param timing of one call
 * @param flops floating-point operations of one call
 * @param bestRate operations a second that matrix products reach on this machine
 * @param peakMemory bytes that the process held at most meanwhile, where the system tells
 */
record BenchStage(
        String name, double loading, Timing timing, long flops, double bestRate, OptionalLong peakMemory) {

    /** Seconds that this many operations take at the best rate: nothing that computes them all is faster. */
    double floor() {
        return flops / bestRate;
    }

    /** How much of the best rate is reached, 0 to 1. */
    double share() {
        return floor() / timing.median();
    }
}
