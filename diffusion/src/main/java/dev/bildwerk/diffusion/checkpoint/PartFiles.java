package dev.bildwerk.diffusion.checkpoint;

import dev.bildwerk.diffusion.checkpoint.names.WeightNames;

/**
 * Where a part of a model lies.
 *
 * @param names under which the files hold what the part asks for
 */
public record PartFiles(WeightSource source, WeightNames names) {}
