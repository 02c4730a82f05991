package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.vae.Vae;
import dev.bildwerk.diffusion.vae.VaeConfig;

/** A full autoencoder and the weights it owns. */
public record LoadedVae(LoadedPart<Vae> loaded) implements LoadedAutoencoder {

    static LoadedVae whenNeeded(PartFiles files, VaeConfig config, Placement placement) {
        return new LoadedVae(LoadedPart.whenNeeded(files, placement, weights -> new Vae(weights, config)));
    }

    @Override
    public Vae part() {
        return loaded.part();
    }

    @Override
    public void free() {
        loaded.free();
    }

    @Override
    public void close() {
        loaded.close();
    }
}
