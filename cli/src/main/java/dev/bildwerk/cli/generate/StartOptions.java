package dev.bildwerk.cli.generate;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.diffusion.picture.Mask;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.Outpainting;
import dev.bildwerk.diffusion.pipeline.Start;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What the picture is made from, where that is more than words. */
final class StartOptions {
    private static final double USUAL_STRENGTH = 0.75;
    private static final double USUAL_BLUR = 4;

    @Option(
            names = "--init",
            paramLabel = "FILE",
            description = "A picture to be changed; the size is its own if none is given.")
    Path init;

    @Option(
            names = "--strength",
            paramLabel = "NUMBER",
            description = "How much of it is made anew: near 0 little, 1 all (default: 0.75; with --mask 1).")
    Double strength;

    @Option(
            names = "--mask",
            paramLabel = "FILE",
            description = "A picture of the same size: only where it is white is the picture made anew.")
    Path mask;

    @Option(names = "--mask-blur", paramLabel = "PIXELS", description = "How soft the mask's edge is (default: 4).")
    Double blur;

    @Option(
            names = "--mask-fill",
            paramLabel = "HOW",
            converter = NamedChoice.FillingName.class,
            completionCandidates = NamedChoice.Fillings.class,
            description = "What lies under the mask at first: ${COMPLETION-CANDIDATES} (default: original).")
    Start.Filling filling;

    @Option(
            names = "--masked-only",
            paramLabel = "PIXELS",
            arity = "0..1",
            fallbackValue = "32",
            description = "Show the model only the masked part and this much around it, at full size (32 if no number is given).")
    Integer maskedOnly;

    @Option(
            names = "--extend",
            paramLabel = "PIXELS",
            converter = Edges.Converter.class,
            description = "Draw on beyond the picture's edges: one number, or left,top,right,bottom.")
    Edges extend;

    /** @throws CommandException where options do not go together or a file cannot be read */
    Start toStart() {
        if (init == null) {
            requireNone();
            return Start.NOISE;
        }
        Picture picture = Picture.of(PictureFile.read(init));
        if (extend != null) {
            if (mask != null || maskedOnly != null || filling != null || strength != null) {
                throw CommandException.usage(
                        "extend.alone", "--extend draws its own mask: leave the mask's options and --strength out.");
            }
            return Outpainting.extend(
                    picture, extend.left(), extend.top(), extend.right(), extend.bottom(), Given.or(blur, USUAL_BLUR));
        }
        if (mask == null) {
            if (blur != null || maskedOnly != null || filling != null) {
                throw CommandException.usage("mask.missing", "The mask's options need a --mask FILE.");
            }
            return new Start.FromPicture(picture, Given.or(strength, USUAL_STRENGTH));
        }
        return new Start.Inpainting(
                picture,
                Mask.of(PictureFile.read(mask)),
                Given.or(strength, 1.0),
                Given.or(filling, Start.Filling.ORIGINAL),
                maskedOnly == null ? Start.Area.WHOLE : new Start.Area.Masked(maskedOnly),
                Given.or(blur, USUAL_BLUR));
    }

    private void requireNone() {
        if (mask != null || strength != null || blur != null || maskedOnly != null || filling != null || extend != null) {
            throw CommandException.usage(
                    "init.missing", "--strength, --extend and the mask's options need a picture: add --init FILE.");
        }
    }
}
