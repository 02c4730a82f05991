package dev.bildwerk.cli.generate;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.Controls;
import dev.bildwerk.diffusion.pipeline.GenerationDefaults;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.InvalidRequestException;
import dev.bildwerk.diffusion.pipeline.Start;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Option;

/** What the picture is to be; whatever is not given is the model's own habit. */
final class PictureOptions {
    /** The CPU generator uses 32 bits of a seed; random ones that differ only beyond would give the same picture. */
    private static final long SEEDS = 1L << 32;

    @Option(
            names = {"-s", "--seed"},
            paramLabel = "NUMBER",
            description = "The same seed gives the same picture. Random if not given; the file's name tells it.")
    Long seed;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "NUMBER",
            defaultValue = "1",
            description = "How many pictures, with seeds one apart (default: 1).")
    int count;

    @Option(
            names = "--negative-prompt",
            paramLabel = "TEXT",
            description = "What to keep out of the picture.")
    String negativePrompt;

    @Option(names = "--size", paramLabel = "WxH", converter = Size.Converter.class,
            description = "Width and height in pixels, multiples of 8, such as 512x768.")
    Size size;

    @Option(names = {"-W", "--width"}, paramLabel = "PIXELS", description = "Width alone.")
    Integer width;

    @Option(names = {"-H", "--height"}, paramLabel = "PIXELS", description = "Height alone.")
    Integer height;

    @Option(names = "--steps", paramLabel = "NUMBER", description = "Denoising steps: more is slower and finer.")
    Integer steps;

    @Option(
            names = {"-g", "--guidance-scale"},
            paramLabel = "NUMBER",
            description = "How closely to follow the prompt; 3 to 8 is usual, 1 switches guidance off.")
    Double guidanceScale;

    @Option(
            names = "--sampler",
            paramLabel = "NAME",
            converter = NamedChoice.Sampler.class,
            completionCandidates = NamedChoice.Samplers.class,
            description = "How noise is taken away: ${COMPLETION-CANDIDATES}.")
    SamplerName sampler;

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            converter = NamedChoice.Schedule.class,
            completionCandidates = NamedChoice.Schedules.class,
            description = "At which noise levels: ${COMPLETION-CANDIDATES}.")
    ScheduleName schedule;

    /**
     * The request for the first picture.
     *
     * @param usualSeed where the user gives none; random where there is none either
     * @throws dev.bildwerk.diffusion.pipeline.InvalidRequestException if a value is out of its range
     */
    GenerationRequest toRequest(
            String prompt,
            String negative,
            Optional<Long> usualSeed,
            Controls controls,
            GenerationDefaults defaults) {
        if (size != null && (width != null || height != null)) {
            throw CommandException.usage("size.twice", "Give either --size or --width and --height, not both.");
        }
        Size usual = usualSize(controls.start(), defaults);
        try {
            return toRequest(prompt, negative, usualSeed, controls, defaults, usual);
        } catch (InvalidRequestException e) {
            boolean noneTyped = size == null && width == null && height == null;
            boolean ofThePicture = noneTyped && isAsLargeAsItsStart(controls.start());
            if (!ofThePicture || !e.code().equals("request.size")) {
                throw e;
            }
            throw new InvalidRequestException(
                    e.code(),
                    e.getMessage()
                            + " That is the size of the picture as given or extended: say --size to have it resized, "
                            + "or --extend it to a size that fits.");
        }
    }

    private GenerationRequest toRequest(
            String prompt,
            String negative,
            Optional<Long> usualSeed,
            Controls controls,
            GenerationDefaults defaults,
            Size usual) {
        return new GenerationRequest(
                prompt,
                negative,
                firstSeed(usualSeed),
                Given.or(steps, defaults.steps()),
                Given.or(guidanceScale, defaults.guidanceScale()),
                Given.or(sampler, defaults.sampler()),
                Given.or(schedule, defaults.schedule()),
                size != null ? size.width() : Given.or(width, usual.width()),
                size != null ? size.height() : Given.or(height, usual.height()),
                controls);
    }

    /** A picture that is changed keeps its size; of one that is changed in part alone, that part is shown at the model's. */
    private static Size usualSize(Start start, GenerationDefaults defaults) {
        return switch (start) {
            case Start.FromPicture(Picture picture, double strength) -> new Size(picture.width(), picture.height());
            case Start.Inpainting inpainting when inpainting.area() instanceof Start.Area.Whole ->
                new Size(inpainting.picture().width(), inpainting.picture().height());
            case Start.Inpainting inpainting -> new Size(defaults.width(), defaults.height());
            case Start.FromNoise() -> new Size(defaults.width(), defaults.height());
        };
    }

    private static boolean isAsLargeAsItsStart(Start start) {
        return start instanceof Start.FromPicture
                || start instanceof Start.Inpainting inpainting && inpainting.area() instanceof Start.Area.Whole;
    }

    private long firstSeed(Optional<Long> usual) {
        if (count < 1 || count > 10_000) {
            throw CommandException.usage(
                    "count",
                    "The count is %,d; between 1 and 10,000 pictures are possible.".formatted(count));
        }
        long first = seed != null ? seed : usual.orElseGet(() -> ThreadLocalRandom.current().nextLong(SEEDS - count));
        if (first > Long.MAX_VALUE - count) {
            throw CommandException.usage(
                    "seed",
                    "The seed %d is too large to count %d pictures on from it.".formatted(first, count));
        }
        return first;
    }
}
