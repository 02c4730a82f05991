/**
 * The recipe that a picture carries: everything needed to make it again, as text in the PNG chunk {@code parameters},
 * in the form that AUTOMATIC1111 wrote first and that most programs read.
 */
package dev.bildwerk.diffusion.recipe;
