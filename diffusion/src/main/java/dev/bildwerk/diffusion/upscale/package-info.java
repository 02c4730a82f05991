/**
 * Pictures made larger by a small convolutional network that was trained on the art of the default model. It ships with the library.
 *
 * @see <a href="https://arxiv.org/abs/1707.02921">Lim et al. 2017, EDSR, whose blocks it has</a>
 * @see <a href="https://arxiv.org/abs/1609.05158">Shi et al. 2016, pixels out of channels</a>
 */
package dev.bildwerk.diffusion.upscale;
