package dev.bildwerk.cli.upscale;

import dev.bildwerk.diffusion.picture.Enlarger;
import dev.bildwerk.diffusion.picture.EnlargingFilter;
import dev.bildwerk.diffusion.upscale.ShippedUpscaler;
import picocli.CommandLine.Option;

/** How much larger, and how. */
final class UpscaleOptions {
    @Option(
            names = "--scale",
            paramLabel = "NUMBER",
            defaultValue = "2",
            description = "How many times as wide and as high, 1 to 8 (default: 2).")
    double scale;

    @Option(
            names = "--upscaler",
            paramLabel = "NAME",
            converter = EnlargerName.class,
            completionCandidates = EnlargerName.Names.class,
            description = "How pixels become more: ${COMPLETION-CANDIDATES} (default: lanczos; of a picture by the model that "
                    + "comes with Bildwerk learned, which was trained for its art).")
    Enlarger upscaler;

    Enlarger upscalerFor(GivenPicture picture) {
        if (upscaler != null) {
            return upscaler;
        }
        return picture.isByTheDefaultModel() ? ShippedUpscaler.INSTANCE : EnlargingFilter.LANCZOS;
    }
}
