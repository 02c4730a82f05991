package dev.bildwerk.cli.grid;

import dev.bildwerk.cli.generate.SpokenRequest;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;

/**
 * One picture of a grid.
 *
 * @param place where on the sheets
 * @param model what draws it
 */
record Cell(Place place, ModelChoice model, SpokenRequest spoken) {

    /** With its last words. */
    GenerationRequest request() {
        return spoken.request();
    }

    /**
     * Column, row and sheet, each from 0.
     *
     * @param label the values that make this cell, for people
     */
    record Place(int x, int y, int z, String label) {}
}
