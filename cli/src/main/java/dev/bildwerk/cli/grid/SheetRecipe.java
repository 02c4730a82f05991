package dev.bildwerk.cli.grid;

import dev.bildwerk.cli.Installation;
import dev.bildwerk.diffusion.recipe.ForeignRecipe;
import dev.bildwerk.diffusion.recipe.Infotext;
import dev.bildwerk.diffusion.recipe.Recipe;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** A sheet's recipe: that of its first picture, and the axes in AUTOMATIC1111's words. */
final class SheetRecipe {
    private SheetRecipe() {}

    /** @param beside what the first picture's recipe tells beside its request */
    static Infotext of(Recipe first, ForeignRecipe beside, GridPlan plan) {
        SequencedMap<String, String> script = new LinkedHashMap<>(beside.others());
        script.put("Script", "X/Y/Z plot");
        put(script, "X", plan.x());
        put(script, "Y", plan.y());
        put(script, "Z", plan.z());
        return first.toInfotext(
                Installation.program(), beside.toBuilder().others(script).build());
    }

    private static void put(SequencedMap<String, String> script, String letter, ChosenAxis axis) {
        if (!axis.isGiven()) {
            return;
        }
        script.put(letter + " Type", axis.axis().title());
        script.put(letter + " Values", axis.typed());
        if (axis.axis().isSeed()) {
            script.put(
                    "Fixed %s Values".formatted(letter),
                    axis.values().stream().map(AxisValue::text).collect(Collectors.joining(", ")));
        }
    }
}
