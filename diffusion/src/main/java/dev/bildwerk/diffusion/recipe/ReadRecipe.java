package dev.bildwerk.diffusion.recipe;

import java.util.List;
import java.util.Objects;

/** What a file says about how its picture was made. */
public sealed interface ReadRecipe {
    /**
     * A recipe.
     *
     * @param program who wrote it
     * @param version as the program tells it; empty if not told
     * @param dialect {@code a1111}, {@code comfyui} or {@code diffusers}
     * @param notHonoured what the file says and {@code recipe} cannot; empty for one plain generation
     */
    record Found(
            RecipeProgram program,
            String version,
            String dialect,
            ForeignRecipe recipe,
            List<NotHonoured> notHonoured) implements ReadRecipe {
        public Found {
            Objects.requireNonNull(program, "program");
            Objects.requireNonNull(version, "version");
            Objects.requireNonNull(dialect, "dialect");
            Objects.requireNonNull(recipe, "recipe");
            notHonoured = List.copyOf(notHonoured);
        }
    }

    /** @param reason a sentence that says why there is none */
    record None(String reason) implements ReadRecipe {
        public None {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
