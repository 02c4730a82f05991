package dev.bildwerk.cli.upscale;

import dev.bildwerk.cli.generate.NamedChoice;
import dev.bildwerk.diffusion.pipeline.GenerationDefaults;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.recipe.ForeignRecipe;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** How the model goes over the larger picture; null where nothing is said. */
final class RefineOptions {
    private static final double USUAL_STRENGTH = 0.3;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "What the picture shows (default: the prompt of the recipe in its file).")
    String prompt;

    @Option(names = "--negative-prompt", paramLabel = "TEXT", description = "What to keep out of it.")
    String negativePrompt;

    @Option(
            names = "--strength",
            paramLabel = "NUMBER",
            description = "How much is made anew: near 0 little, 1 all (default: 0.3).")
    Double strength;

    @Option(
            names = "--tile",
            paramLabel = "PIXELS",
            description = "Side of a tile, a multiple of 8 (default: the size that the model draws best).")
    Integer tile;

    @Option(
            names = "--overlap",
            paramLabel = "PIXELS",
            description = "Over how many pixels tiles are blended into each other (default: as far as they overlap "
                    + "anyway, at least an eighth of a tile).")
    Integer overlap;

    @Option(names = {"-s", "--seed"}, paramLabel = "NUMBER", description = "Of the first tile; the next ones count up.")
    Long seed;

    @Option(
            names = "--steps",
            paramLabel = "NUMBER",
            description = "Denoising steps, of which the strength's part is taken.")
    Integer steps;

    @Option(
            names = {"-g", "--guidance-scale"},
            paramLabel = "NUMBER",
            description = "How closely to follow the prompt.")
    Double guidanceScale;

    @Option(
            names = "--sampler",
            paramLabel = "NAME",
            converter = NamedChoice.Sampler.class,
            completionCandidates = NamedChoice.Samplers.class,
            description = "How noise is taken away; bildwerk generate --help lists them.")
    SamplerName sampler;

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            converter = NamedChoice.Schedule.class,
            completionCandidates = NamedChoice.Schedules.class,
            description = "At which noise levels; bildwerk generate --help lists them.")
    ScheduleName schedule;

    @Option(
            names = "--dialect",
            paramLabel = "NAME",
            converter = NamedChoice.DialectName.class,
            completionCandidates = NamedChoice.Dialects.class,
            description = "Whose habits to follow: ${COMPLETION-CANDIDATES}.")
    Dialect dialect;

    /** Whether anything of this is said: then the model is to go over the picture. */
    boolean isAskedFor() {
        return Stream.of(
                        prompt, negativePrompt, strength, tile, overlap, seed, steps, guidanceScale, sampler, schedule,
                        dialect)
                .anyMatch(Objects::nonNull);
    }

    double strengthOrUsual() {
        return strength == null ? USUAL_STRENGTH : strength;
    }

    int tileOrUsual(GenerationDefaults habits) {
        return tile == null ? Math.max(habits.width(), habits.height()) : tile;
    }

    /** What is said here of the request, before whatever the picture's recipe says. */
    ForeignRecipe overrides() {
        return ForeignRecipe.builder()
                .prompt(prompt)
                .negativePrompt(negativePrompt)
                .seed(seed)
                .steps(steps)
                .guidanceScale(guidanceScale)
                .sampler(sampler == null ? null : sampler.title())
                .schedule(schedule == null ? null : schedule.title())
                .build();
    }
}
