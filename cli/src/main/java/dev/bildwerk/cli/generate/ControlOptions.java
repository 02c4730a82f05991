package dev.bildwerk.cli.generate;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.diffusion.adapter.AdapterUse;
import dev.bildwerk.diffusion.pipeline.Controls;
import dev.bildwerk.diffusion.pipeline.HiresFix;
import dev.bildwerk.diffusion.pipeline.NoiseDevice;
import dev.bildwerk.diffusion.pipeline.Start;
import dev.bildwerk.diffusion.pipeline.Upscaler;
import dev.bildwerk.diffusion.pipeline.Variation;
import dev.bildwerk.diffusion.prompt.Dialect;
import java.util.List;
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
            names = "--lora",
            paramLabel = "FILE[:NUMBER[:NUMBER]]",
            converter = AdapterChoice.class,
            description = "Change the model with a LoRA, LoCon, LoHa or DoRA, this much, and the text encoder this much; "
                    + "may be given several times.")
    List<AdapterUse> adapters = List.of();

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

    /** @throws dev.bildwerk.diffusion.pipeline.InvalidRequestException if a value is out of its range */
    Controls toControls(Start start) {
        if (hires == null && (hiresSteps != null || hiresStrength != null || upscaler != null)) {
            throw usage("hires.missing", "The second pass's options need --hires SCALE.");
        }
        if (variationSeed == null && variationStrength != null) {
            throw usage("variation.missing", "--variation-strength needs a --variation-seed.");
        }
        return Controls.NONE
                .withDialect(or(dialect, Controls.NONE.dialect()))
                .withStart(start)
                .withNoiseDevice(or(noise, Controls.NONE.noiseDevice()))
                .withVariation(
                        variationSeed == null
                                ? Variation.NONE
                                : new Variation(variationSeed, or(variationStrength, USUAL_VARIATION)))
                .withTiling(tile)
                .withAdapters(adapters)
                .withHires(
                        hires == null
                                ? HiresFix.NONE
                                : new HiresFix(
                                        hires,
                                        or(hiresSteps, HiresFix.NONE.steps()),
                                        or(hiresStrength, HiresFix.NONE.strength()),
                                        or(upscaler, HiresFix.NONE.upscaler())));
    }

    private static CommandException usage(String code, String message) {
        return new CommandException(ExitCode.USAGE, code, message);
    }

    private static <T> T or(T given, T usual) {
        return given != null ? given : usual;
    }
}
