package dev.bildwerk.cli.grid;

import dev.bildwerk.cli.generate.RequestOptions.Texts;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a value of an axis changes. */
sealed interface Change {

    /** The words, before anything is read out of them. */
    record OfTexts(UnaryOperator<Texts> texts) implements Change {}

    record OfRequest(UnaryOperator<GenerationRequest> request) implements Change {}

    /** Another model draws. */
    record OfModel(Path model) implements Change {}

    /** Another autoencoder turns numbers into pixels; empty for the model's own. */
    record OfVae(Optional<Path> vae) implements Change {}
}
