package dev.bildwerk.diffusion.recipe;

import dev.bildwerk.diffusion.pipeline.Controls;
import dev.bildwerk.diffusion.pipeline.GenerationDefaults;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What is to be drawn to make a picture again: its recipe, with the user's word before the recipe's and the model's
 * habit where neither says anything.
 *
 * @param prompt in the grammar of {@code dialect}
 * @param negativePrompt empty for none
 * @param seed empty where neither the recipe nor the user tells one
 * @param width in pixels, a multiple of 8 unless it is the user's own
 * @param height in pixels, a multiple of 8 unless it is the user's own
 * @param dialect {@code a1111}, {@code comfyui} or {@code diffusers}
 * @param controls what of {@code honoured} a request holds beyond its plain fields, starting from noise
 * @param honoured the recipe and the user's word, without the fields that cannot be honoured
 * @param notHonoured what the picture will not have of the recipe, and why
 */
public record Regeneration(
        String prompt,
        String negativePrompt,
        Optional<Long> seed,
        int steps,
        double guidanceScale,
        SamplerName sampler,
        ScheduleName schedule,
        int width,
        int height,
        String dialect,
        Controls controls,
        ForeignRecipe honoured,
        List<NotHonoured> notHonoured) {
    private static final int MULTIPLE = 8;
    private static final double MOST_GUIDANCE = 100;

    public Regeneration {
        Objects.requireNonNull(prompt, "prompt");
        Objects.requireNonNull(dialect, "dialect");
        notHonoured = List.copyOf(notHonoured);
    }

    /** What no request may ask, in the words of the list of what is not honoured. */
    private static final class Plan {
        private final ForeignRecipe given;
        private final ForeignRecipe overrides;
        private final List<NotHonoured> notes;

        Plan(ForeignRecipe given, ForeignRecipe overrides, List<NotHonoured> notes) {
            this.given = given;
            this.overrides = overrides;
            this.notes = new ArrayList<>(notes);
        }

        /** The user's value as it is, the recipe's if it is possible, the model's habit otherwise. */
        <T> T choose(String field, Function<ForeignRecipe, Optional<T>> of, Predicate<T> possible, T habit) {
            Optional<T> own = of.apply(overrides);
            if (own.isPresent()) {
                return own.get();
            }
            Optional<T> told = of.apply(given);
            if (told.isPresent() && possible.test(told.get())) {
                return told.get();
            }
            notes.add(told.isPresent()
                    ? new NotHonoured(field, told.get().toString(), "Bildwerk cannot draw so and takes " + habit)
                    : new NotHonoured(field, "", "the recipe does not tell it, so it is " + habit));
            return habit;
        }

        /** The same for what is told by a title. */
        <T> T named(
                String field, Optional<String> own, Optional<String> told,
                Function<String, Optional<T>> find, Function<T, String> titleOf, T habit) {
            Optional<String> title = own.or(() -> told);
            Optional<T> found = title.flatMap(find);
            if (found.isPresent()) {
                return found.get();
            }
            title.ifPresent(name -> notes.add(new NotHonoured(
                    field, name, "Bildwerk does not have it and takes " + titleOf.apply(habit))));
            return habit;
        }
    }

    /**
     * A pure function of what is known.
     *
     * @param found what the picture's file says
     * @param overrides what the user says; taken as it is, so that what is wrong with it can be told
     * @param defaults the model's habits
     * @param able the fields that whatever draws can honour
     * @param model what will draw; empty strings where that is not known
     * @throws RecipeException if neither the recipe nor the user has a prompt
     */
    public static Regeneration of(
            ReadRecipe.Found found,
            ForeignRecipe overrides,
            GenerationDefaults defaults,
            Set<RecipeField> able,
            ModelReference model) {
        ForeignRecipe given = found.recipe();
        Plan plan = new Plan(given, overrides, found.notHonoured());
        ForeignRecipe all = given.overriddenBy(overrides);
        String prompt = all.prompt()
                .orElseThrow(() -> new RecipeException(
                        "recipe.prompt.missing", "The recipe in the picture has no prompt: give one yourself."));
        int steps = plan.choose(
                "Steps", ForeignRecipe::steps, n -> n >= 1 && n <= GenerationRequest.MAX_STEPS, defaults.steps());
        double guidance = plan.choose(
                "CFG scale", ForeignRecipe::guidanceScale, g -> g >= 0 && g <= MOST_GUIDANCE, defaults.guidanceScale());
        PictureSize size = roundedDown(plan, plan.choose(
                "Size", ForeignRecipe::size, Regeneration::canBeDrawn,
                new PictureSize(defaults.width(), defaults.height())));
        SamplerName sampler = plan.named("Sampler", overrides.sampler(), given.sampler(),
                RecipeNames::sampler, SamplerName::title, defaults.sampler());
        if (all.sampler().isEmpty()) {
            plan.notes.add(new NotHonoured("Sampler", "", "the recipe does not tell it, so it is " + sampler.title()));
        }
        ScheduleName schedule = plan.named("Schedule type", overrides.schedule(), given.schedule(),
                RecipeNames::schedule, ScheduleName::title, defaults.schedule());
        if (all.seed().isEmpty()) {
            plan.notes.add(new NotHonoured("Seed", "", "the recipe does not tell it, so the picture is another one"));
        }
        given.model().filter(model::isSurelyNot).ifPresent(other -> plan.notes.add(
                new NotHonoured("Model", other.title(), "%s draws instead".formatted(model.title()))));
        ForeignRecipe honoured = without(all, found, able, plan.notes);
        String dialect = able.contains(RecipeField.DIALECT) ? found.dialect() : Controls.NONE.dialect().option();
        Controls controls = RecipeControls.of(honoured, dialect, plan.notes);
        return new Regeneration(
                prompt, all.negativePrompt().orElse(""), all.seed(), steps, guidance, sampler, schedule,
                size.width(), size.height(), found.dialect(), controls, honoured,
                plan.notes.stream().distinct().toList());
    }

    private static ForeignRecipe without(
            ForeignRecipe all, ReadRecipe.Found found, Set<RecipeField> able, List<NotHonoured> notes) {
        ForeignRecipe left = all;
        for (RecipeField field : RecipeField.values()) {
            Optional<String> value = able.contains(field) ? Optional.empty() : field.in(left, found.dialect());
            if (value.isPresent()) {
                notes.add(field.notHonoured(value.get()));
                left = field.takenFrom(left);
            }
        }
        return left;
    }

    private static boolean canBeDrawn(PictureSize size) {
        return size.width() >= MULTIPLE && size.width() < GenerationRequest.MAX_SIDE + MULTIPLE
                && size.height() >= MULTIPLE && size.height() < GenerationRequest.MAX_SIDE + MULTIPLE;
    }

    /** The other programs divide a side by 8 and forget the rest, so their picture had the smaller size. */
    private static PictureSize roundedDown(Plan plan, PictureSize size) {
        if (plan.overrides.size().isPresent()) {
            return size;
        }
        return new PictureSize(size.width() / MULTIPLE * MULTIPLE, size.height() / MULTIPLE * MULTIPLE);
    }
}
