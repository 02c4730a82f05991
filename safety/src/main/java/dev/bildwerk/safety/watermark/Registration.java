package dev.bildwerk.safety.watermark;

/**
 * How a mark lies in a picture.
 *
 * @param scaleX pixels of the picture for one that was marked, across
 * @param scaleY and down
 * @param x where a repetition of the mark begins right of the picture's middle, in pixels that were marked
 * @param y and below it
 * @param agreement see {@link Readings#agreement}
 */
record Registration(double scaleX, double scaleY, double x, double y, double agreement) {}
