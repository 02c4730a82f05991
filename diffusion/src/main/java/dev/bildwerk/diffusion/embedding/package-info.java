/**
 * Words that a text encoder is taught by a small file.
 *
 * @see <a href="https://arxiv.org/abs/2208.01618">Gal et al. 2022, textual inversion</a>
 */
package dev.bildwerk.diffusion.embedding;
