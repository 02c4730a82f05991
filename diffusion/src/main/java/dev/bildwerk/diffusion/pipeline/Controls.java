package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.guide.GuideUse;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.prompt.Dialect;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a user may set beyond the plain request: everything here has a value that changes nothing.
 *
 * @param dialect whose habits are followed where programs differ: in the grammar of prompts, where a changed picture begins,
 *     and the like
 * @param clipSkip which of the text encoder's layers speaks, as {@link PromptReading} counts; 0 for the model's own
 * @param guidance where guidance is held back
 * @param start what the picture is made from
 * @param noiseDevice whose random numbers the noise is made of
 * @param variation of the first noise
 * @param tiling whether the picture's edges fit each other, to be laid side by side
 * @param hires a second, larger pass
 * @param batch which picture of a batch this is
 * @param additions what is put into or beside the model
 * @param deepCache how many steps run only a part of it
 */
public record Controls(
        Dialect dialect,
        int clipSkip,
        GuidanceLimits guidance,
        Start start,
        NoiseDevice noiseDevice,
        Variation variation,
        boolean tiling,
        HiresFix hires,
        BatchPlace batch,
        Additions additions,
        DeepCache deepCache) {
    public static final Controls NONE =
            new Controls(
            Dialect.DIFFUSERS,
            0,
            GuidanceLimits.NONE,
            Start.NOISE,
            NoiseDevice.CPU,
            Variation.NONE,
            false,
            HiresFix.NONE,
            BatchPlace.ALONE,
            Additions.NONE,
            DeepCache.NONE);

    /** @throws InvalidRequestException where two of them do not go together */
    public Controls {
        Objects.requireNonNull(dialect, "dialect");
        Objects.requireNonNull(guidance, "guidance");
        new PromptReading(dialect, clipSkip); // It knows the range.
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(noiseDevice, "noiseDevice");
        Objects.requireNonNull(variation, "variation");
        Objects.requireNonNull(hires, "hires");
        Objects.requireNonNull(batch, "batch");
        Objects.requireNonNull(additions, "additions");
        Objects.requireNonNull(deepCache, "deepCache");
        if (hires.isOn() && start instanceof Start.Inpainting) {
            throw new InvalidRequestException(
                    "request.hires.inpainting",
                    "A second pass would redraw what inpainting keeps: leave one of the two out.");
        }
    }

    /** The pictures that it is made from or held to, as the user gave them. */
    public Stream<Picture> pictures() {
        Stream<Picture> first = switch (start) {
            case Start.FromNoise() -> Stream.empty();
            case Start.FromPicture(Picture picture, double strength) -> Stream.of(picture);
            case Start.Inpainting inpainting -> Stream.of(inpainting.picture());
        };
        return Stream.concat(first, additions.guides().stream().map(GuideUse::picture));
    }

    public Controls withDialect(Dialect value) {
        return new Controls(
                value, clipSkip, guidance, start, noiseDevice, variation, tiling, hires, batch, additions, deepCache);
    }

    public Controls withClipSkip(int value) {
        return new Controls(
                dialect, value, guidance, start, noiseDevice, variation, tiling, hires, batch, additions, deepCache);
    }

    public Controls withGuidance(GuidanceLimits value) {
        return new Controls(
                dialect, clipSkip, value, start, noiseDevice, variation, tiling, hires, batch, additions, deepCache);
    }

    public Controls withStart(Start value) {
        return new Controls(
                dialect, clipSkip, guidance, value, noiseDevice, variation, tiling, hires, batch, additions, deepCache);
    }

    public Controls withNoiseDevice(NoiseDevice value) {
        return new Controls(
                dialect, clipSkip, guidance, start, value, variation, tiling, hires, batch, additions, deepCache);
    }

    public Controls withVariation(Variation value) {
        return new Controls(
                dialect, clipSkip, guidance, start, noiseDevice, value, tiling, hires, batch, additions, deepCache);
    }

    public Controls withTiling(boolean value) {
        return new Controls(
                dialect, clipSkip, guidance, start, noiseDevice, variation, value, hires, batch, additions, deepCache);
    }

    public Controls withHires(HiresFix value) {
        return new Controls(
                dialect, clipSkip, guidance, start, noiseDevice, variation, tiling, value, batch, additions, deepCache);
    }

    public Controls withBatch(BatchPlace value) {
        return new Controls(
                dialect, clipSkip, guidance, start, noiseDevice, variation, tiling, hires, value, additions, deepCache);
    }

    public Controls withAdditions(Additions value) {
        return new Controls(
                dialect, clipSkip, guidance, start, noiseDevice, variation, tiling, hires, batch, value, deepCache);
    }

    public Controls withDeepCache(DeepCache value) {
        return new Controls(
                dialect, clipSkip, guidance, start, noiseDevice, variation, tiling, hires, batch, additions, value);
    }
}
