package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.adapter.AdapterUse;
import dev.bildwerk.diffusion.prompt.Dialect;
import java.util.List;
import java.util.Objects;

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
 * @param adapters what changes the model for this picture, in their order
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
        List<AdapterUse> adapters) {
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
            List.of());

    /** @throws InvalidRequestException where two of them do not go together */
    public Controls {
        Objects.requireNonNull(dialect, "dialect");
        Objects.requireNonNull(guidance, "guidance");
        new PromptReading(dialect, clipSkip); // It knows the range.
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(noiseDevice, "noiseDevice");
        Objects.requireNonNull(variation, "variation");
        Objects.requireNonNull(hires, "hires");
        adapters = List.copyOf(adapters);
        if (hires.isOn() && start instanceof Start.Inpainting) {
            throw new InvalidRequestException(
                    "request.hires.inpainting",
                    "A second pass would redraw what inpainting keeps: leave one of the two out.");
        }
    }

    public Controls withDialect(Dialect value) {
        return new Controls(value, clipSkip, guidance, start, noiseDevice, variation, tiling, hires, adapters);
    }

    public Controls withClipSkip(int value) {
        return new Controls(dialect, value, guidance, start, noiseDevice, variation, tiling, hires, adapters);
    }

    public Controls withGuidance(GuidanceLimits value) {
        return new Controls(dialect, clipSkip, value, start, noiseDevice, variation, tiling, hires, adapters);
    }

    public Controls withStart(Start value) {
        return new Controls(dialect, clipSkip, guidance, value, noiseDevice, variation, tiling, hires, adapters);
    }

    public Controls withNoiseDevice(NoiseDevice value) {
        return new Controls(dialect, clipSkip, guidance, start, value, variation, tiling, hires, adapters);
    }

    public Controls withVariation(Variation value) {
        return new Controls(dialect, clipSkip, guidance, start, noiseDevice, value, tiling, hires, adapters);
    }

    public Controls withTiling(boolean value) {
        return new Controls(dialect, clipSkip, guidance, start, noiseDevice, variation, value, hires, adapters);
    }

    public Controls withHires(HiresFix value) {
        return new Controls(dialect, clipSkip, guidance, start, noiseDevice, variation, tiling, value, adapters);
    }

    public Controls withAdapters(List<AdapterUse> value) {
        return new Controls(dialect, clipSkip, guidance, start, noiseDevice, variation, tiling, hires, value);
    }
}
