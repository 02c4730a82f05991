package dev.bildwerk.cli.bench;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;

/**
 * What is to be measured.
 *
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 * @param batch pictures at once
 * @param runs how often each part is called, after once for warming up
 */
record BenchPlan(BenchFamily family, int width, int height, int batch, int runs, Device device, DType precision) {}
