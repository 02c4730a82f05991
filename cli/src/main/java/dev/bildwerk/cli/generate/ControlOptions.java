package dev.bildwerk.cli.generate;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.diffusion.pipeline.Controls;
import dev.bildwerk.diffusion.pipeline.DeepCache;
import dev.bildwerk.diffusion.pipeline.GuidanceLimits;
import dev.bildwerk.diffusion.pipeline.HiresFix;
import dev.bildwerk.diffusion.pipeline.NoiseDevice;
import dev.bildwerk.diffusion.pipeline.Start;
import dev.bildwerk.diffusion.pipeline.Upscaler;
import dev.bildwerk.diffusion.pipeline.Variation;
import dev.bildwerk.diffusion.prompt.Dialect;
import picocli.CommandLine.Option;

/** What goes beyond the plain request. */
final class ControlOptions {
    private static final double USUAL_VARIATION = 0.1;

    @Option(
            names = "--dialect",
            paramLabel = "NAME",
            converter = NamedChoice.DialectName.class,
            completionCandidates = NamedChoice.Dialects.class,
            description = "Whose habits to follow in prompts and elsewhere: ${COMPLETION-CANDIDATES}.")
    Dialect dialect;

    @Option(
            names = "--clip-skip",
            paramLabel = "NUMBER",
            description = "Which of the text encoder's layers speaks, counted from the last, which is 1 (default: the model's).")
    Integer clipSkip;

    @Option(
            names = "--guidance-rescale",
            paramLabel = "NUMBER",
            description = "How much of the contrast that guidance adds is taken back, 0 to 1 (default: 0).")
    Double guidanceRescale;

    @Option(
            names = "--guidance-interval",
            paramLabel = "FROM-TO",
            converter = Span.Converter.class,
            description = "Guide only in this part of the steps, such as 0-0.8.")
    Span guidanceInterval;

    @Option(
            names = "--variation-seed",
            paramLabel = "NUMBER",
            description = "Turn the picture's noise some way towards this seed's.")
    Long variationSeed;

    @Option(
            names = "--variation-strength",
            paramLabel = "NUMBER",
            description = "How far: 0 not at all, 1 wholly (default: 0.1).")
    Double variationStrength;

    @Option(
            names = "--noise",
            paramLabel = "DEVICE",
            converter = NamedChoice.Noise.class,
            completionCandidates = NamedChoice.Noises.class,
            description = "Whose random numbers: ${COMPLETION-CANDIDATES} (as of an NVIDIA GPU, A1111's habit).")
    NoiseDevice noise;

    @Option(names = "--tile", description = "Make edges that fit each other, for patterns.")
    boolean tile;

    @Option(
            names = "--hires",
            paramLabel = "SCALE",
            description = "Draw a second time, this much larger: the first pass composes, the second adds detail.")
    Double hires;

    @Option(names = "--hires-steps", paramLabel = "NUMBER", description = "Steps of the second pass (default: as --steps).")
    Integer hiresSteps;

    @Option(
            names = "--hires-strength",
            paramLabel = "NUMBER",
            description = "How much the second pass makes anew (default: 0.7).")
    Double hiresStrength;

    @Option(
            names = "--upscaler",
            paramLabel = "NAME",
            converter = NamedChoice.UpscalerName.class,
            completionCandidates = NamedChoice.Upscalers.class,
            description = "How the first pass is enlarged: ${COMPLETION-CANDIDATES}.")
    Upscaler upscaler;

    @Option(
            names = "--deep-cache",
            paramLabel = "NUMBER",
            description = "Run the whole UNet at every so manieth step alone, and its shallow part in between: faster, and "
                    + "another picture; 2 to 5 is usual (default: 1, every step).")
    Integer deepCache;

    @Option(
            names = "--deep-cache-branch",
            paramLabel = "NUMBER",
            description = "How many layers of the way down the shallow part has: more is slower and nearer to the "
                    + "picture without (default: 0).")
    Integer deepCacheBranch;

    /**
     * @param habits what holds where the user says nothing
     * @throws dev.bildwerk.diffusion.pipeline.InvalidRequestException if a value is out of its range
     */
    Controls toControls(Start start, Controls habits) {
        if (hires == null && !habits.hires().isOn() && (hiresSteps != null || hiresStrength != null || upscaler != null)) {
            throw CommandException.usage("hires.missing", "The second pass's options need --hires SCALE.");
        }
        if (variationSeed == null && habits.variation().strength() == 0 && variationStrength != null) {
            throw CommandException.usage("variation.missing", "--variation-strength needs a --variation-seed.");
        }
        if (deepCache == null && !habits.deepCache().isOn() && deepCacheBranch != null) {
            throw CommandException.usage("deep-cache.missing", "--deep-cache-branch needs --deep-cache NUMBER.");
        }
        GuidanceLimits guidance = habits.guidance();
        return habits.withDialect(Given.or(dialect, habits.dialect()))
                .withClipSkip(Given.or(clipSkip, habits.clipSkip()))
                .withGuidance(new GuidanceLimits(
                        Given.or(guidanceRescale, guidance.rescale()),
                        guidanceInterval == null ? guidance.start() : guidanceInterval.from(),
                        guidanceInterval == null ? guidance.end() : guidanceInterval.to()))
                .withStart(start)
                .withNoiseDevice(Given.or(noise, habits.noiseDevice()))
                .withVariation(variation(habits.variation()))
                .withTiling(tile || habits.tiling())
                .withDeepCache(new DeepCache(
                        Given.or(deepCache, habits.deepCache().interval()),
                        Given.or(deepCacheBranch, habits.deepCache().branch())))
                .withHires(hires(habits.hires()));
    }

    private Variation variation(Variation habit) {
        double usual = habit.strength() == 0 && variationSeed != null ? USUAL_VARIATION : habit.strength();
        return new Variation(Given.or(variationSeed, habit.seed()), Given.or(variationStrength, usual));
    }

    private HiresFix hires(HiresFix habit) {
        return new HiresFix(
                Given.or(hires, habit.scale()),
                Given.or(hiresSteps, habit.steps()),
                Given.or(hiresStrength, habit.strength()),
                Given.or(upscaler, habit.upscaler()));
    }
}
