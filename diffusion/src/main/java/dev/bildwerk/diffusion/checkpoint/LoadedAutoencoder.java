package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.vae.Autoencoder;

/**
 * An autoencoder and the weights it owns.
 *
 * <p>May be used by several threads at once, until it is closed.
 */
public sealed interface LoadedAutoencoder extends AutoCloseable permits LoadedVae, LoadedTinyVae {

    /** Not to be used once this is freed or closed. */
    Autoencoder part();

    /** Frees the weights until they are asked for again; a tiny one keeps its few. */
    void free();

    @Override
    void close();
}
