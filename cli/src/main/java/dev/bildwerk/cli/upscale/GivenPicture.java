package dev.bildwerk.cli.upscale;

import dev.bildwerk.cli.Installation;
import dev.bildwerk.cli.generate.PictureFile;
import dev.bildwerk.cli.models.NamedModel;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.recipe.ForeignRecipe;
import dev.bildwerk.diffusion.recipe.ReadRecipe;
import dev.bildwerk.diffusion.recipe.RecipeException;
import dev.bildwerk.diffusion.recipe.RecipeProgram;
import dev.bildwerk.diffusion.recipe.RecipeReader;
import dev.bildwerk.safety.provenance.GivenPictures;
import dev.bildwerk.safety.provenance.Making;
import java.nio.file.Path;
import java.util.List;

/**
 * A picture to be made larger.
 *
 * @param recipe of its file; one that says nothing where there is none
 * @param origin what its file says that it is
 */
record GivenPicture(Path file, Picture picture, ReadRecipe.Found recipe, Making.Given origin) {

    /** @throws dev.bildwerk.cli.CommandException that names the file and what is wrong with it */
    static GivenPicture read(Path file) {
        Picture picture = Picture.of(PictureFile.read(file));
        return new GivenPicture(file, picture, recipe(file), GivenPictures.origin(file));
    }

    /** As its recipe says. */
    boolean isByTheDefaultModel() {
        String name = NamedModel.of(Installation.defaultModel());
        return recipe.recipe().model().filter(model -> model.name().equals(name)).isPresent();
    }

    private static ReadRecipe.Found recipe(Path file) {
        try {
            if (RecipeReader.read(file) instanceof ReadRecipe.Found found) {
                return found;
            }
        } catch (RecipeException e) {
            // A picture of a format that carries no recipe, or with a broken one, is made larger all the same.
        }
        return new ReadRecipe.Found(
                RecipeProgram.BILDWERK,
                "",
                RecipeProgram.BILDWERK.dialect(),
                ForeignRecipe.builder().build(),
                List.of());
    }
}
