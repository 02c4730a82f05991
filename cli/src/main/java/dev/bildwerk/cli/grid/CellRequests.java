package dev.bildwerk.cli.grid;

import dev.bildwerk.cli.generate.RequestOptions;
import dev.bildwerk.cli.generate.RequestOptions.Texts;
import dev.bildwerk.cli.generate.SpokenRequest;
import dev.bildwerk.diffusion.pipeline.GenerationDefaults;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.recipe.NotHonoured;
import dev.bildwerk.diffusion.recipe.Regeneration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What the command's options ask of every cell: each model's own habits, and where nobody tells a seed one for all. */
final class CellRequests implements GridPlan.Asking {
    private final RequestOptions asked;
    private final PainterSlot painters;
    private final Map<ModelChoice, GenerationDefaults> habits = new HashMap<>();
    private final Map<ModelChoice, Optional<Regeneration>> recipes = new HashMap<>();
    private Optional<Long> seed = Optional.empty();

    CellRequests(RequestOptions asked, PainterSlot painters) {
        this.asked = asked;
        this.painters = painters;
    }

    @Override
    public GenerationRequest request(ModelChoice model, UnaryOperator<Texts> texts) {
        GenerationRequest request = asked.request(recipe(model), habits(model), texts);
        seed = seed.or(() -> Optional.of(request.seed()));
        return request.withSeed(seed.get());
    }

    @Override
    public SpokenRequest spoken(ModelChoice model, GenerationRequest request) {
        return asked.spoken(request, recipe(model));
    }

    /** What of a recipe the pictures will not have. */
    Stream<NotHonoured> notHonoured() {
        return recipes.values().stream()
                .flatMap(Optional::stream)
                .flatMap(plan -> plan.notHonoured().stream())
                .distinct();
    }

    private GenerationDefaults habits(ModelChoice model) {
        return habits.computeIfAbsent(model, any -> GenerationDefaults.of(painters.checkpoint(model)));
    }

    private Optional<Regeneration> recipe(ModelChoice model) {
        return recipes.computeIfAbsent(model, any -> asked.plan(habits(model), painters.identity(model)));
    }
}
