package dev.bildwerk.diffusion.picture;

/** How a finished picture is made larger, before any model adds detail. */
public interface Enlarger {

    /** As typed on the command line. */
    String option();

    /** As written in a recipe; AUTOMATIC1111's names where it has them. */
    String title();

    /** The picture in this size, which is not smaller than its own. */
    Picture enlarged(Picture picture, int width, int height);
}
