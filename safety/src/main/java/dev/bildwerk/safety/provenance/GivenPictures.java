package dev.bildwerk.safety.provenance;

import dev.bildwerk.diffusion.recipe.ReadRecipe;
import dev.bildwerk.diffusion.recipe.RecipeException;
import dev.bildwerk.diffusion.recipe.RecipeReader;
import dev.bildwerk.safety.provenance.xmp.XmpReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a picture that a user gives says of itself, so that a picture made from it does not say less. */
public final class GivenPictures {
    private static final long LARGEST_FILE = 128L << 20;

    private GivenPictures() {}

    /** By its XMP, else by a recipe that a program left in it. What cannot be read says nothing. */
    public static Making.Given origin(Path file) {
        try {
            return Files.size(file) > LARGEST_FILE ? Making.Given.UNKNOWN : origin(Files.readAllBytes(file));
        } catch (IOException e) {
            return Making.Given.UNKNOWN;
        }
    }

    static Making.Given origin(byte[] file) {
        return sourceType(file)
                .flatMap(DigitalSourceType::of)
                .map(GivenPictures::given)
                .filter(given -> given != Making.Given.UNKNOWN)
                .orElseGet(() -> hasRecipe(file) ? Making.Given.MACHINE_MADE : Making.Given.UNKNOWN);
    }

    private static Optional<String> sourceType(byte[] file) {
        try {
            return XmpReader.read(file).flatMap(XmpReader.Found::sourceType);
        } catch (ProvenanceException e) {
            return Optional.empty();
        }
    }

    private static Making.Given given(DigitalSourceType type) {
        return switch (type) {
            case TRAINED -> Making.Given.MACHINE_MADE;
            case COMPOSITE_WITH_TRAINED -> Making.Given.PARTLY_MACHINE_MADE;
            case ENHANCED -> Making.Given.UNKNOWN;
        };
    }

    private static boolean hasRecipe(byte[] file) {
        try {
            return RecipeReader.read(file) instanceof ReadRecipe.Found;
        } catch (RecipeException e) {
            return false;
        }
    }
}
