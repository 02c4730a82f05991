package dev.bildwerk.cli.grid;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which model draws.
 *
 * @param model empty for the one that the command names
 * @param vae what is said of the autoencoder; empty where nothing is, so that the command's word holds
 */
record ModelChoice(Optional<Path> model, Optional<Change.OfVae> vae) {
    static final ModelChoice OF_THE_COMMAND = new ModelChoice(Optional.empty(), Optional.empty());
}
