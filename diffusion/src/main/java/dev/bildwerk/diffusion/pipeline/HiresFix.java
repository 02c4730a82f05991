package dev.bildwerk.diffusion.pipeline;

/**
 * A second pass over an enlarged picture: the first one composes at a size that the model knows, the second one adds detail.
 *
 * @param scale of width and height; 1 for no second pass
 * @param steps of the second pass's schedule, of which the last part is taken, as strength says; 0 for as many as in the first
 * @param strength how much the second pass makes anew: above 0 to 1
 * @param upscaler how the first pass's picture is enlarged
 */
public record HiresFix(double scale, int steps, double strength, Upscaler upscaler) {
    public static final HiresFix NONE = new HiresFix(1, 0, 0.7, Upscaler.LATENT_BILINEAR);

    private static final double MOST = 8;

    public HiresFix {
        if (!(scale >= 1 && scale <= MOST)) {
            throw new InvalidRequestException(
                    "request.hires.scale", "The second pass's scale is %s; it is 1 to %.0f.".formatted(scale, MOST));
        }
        if (steps < 0 || steps > GenerationRequest.MAX_STEPS) {
            throw new InvalidRequestException(
                    "request.hires.steps",
                    "The second pass's steps are %d; they are 0 (as many as in the first) to %d."
                            .formatted(steps, GenerationRequest.MAX_STEPS));
        }
        if (!(strength > 0 && strength <= 1)) {
            throw new InvalidRequestException(
                    "request.hires.strength",
                    "The second pass's strength is %s; it is above 0 and at most 1.".formatted(strength));
        }
    }

    /** None, but with this upscaler where one is asked for. */
    public static HiresFix noneWith(Upscaler upscaler) {
        return new HiresFix(NONE.scale(), NONE.steps(), NONE.strength(), upscaler);
    }

    public boolean isOn() {
        return scale > 1;
    }

    /** The first side times the scale, on a multiple of 8. */
    public int enlarged(int side) {
        return (int) Math.floor(side * scale / 8) * 8;
    }
}
