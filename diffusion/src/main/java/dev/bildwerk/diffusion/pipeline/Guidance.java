package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.engine.Tensor;
import java.util.Objects;

/**
 * Classifier-free guidance (Ho and Salimans 2022).
 *
 * @param scale how far to go from the negative prompt's answer towards the prompt's and beyond; 1 is the prompt's own
 * @param rescale how much of the contrast that guidance adds is taken back, 0 to 1 (Lin et al. 2023, section 3.4)
 * @param interval where it is done
 */
public record Guidance(double scale, double rescale, GuidanceInterval interval) {
    private static final double SMALLEST_VARIANCE = 1e-30;

    /** @throws IllegalArgumentException if a number is out of its range */
    public Guidance {
        Objects.requireNonNull(interval, "interval");
        if (!Double.isFinite(scale) || !(rescale >= 0 && rescale <= 1)) {
            throw new IllegalArgumentException(
                    "Guidance has a scale and a rescale from 0 to 1, not %s and %s.".formatted(scale, rescale));
        }
    }

    public static Guidance of(double scale) {
        return new Guidance(scale, 0, GuidanceInterval.ALWAYS);
    }

    /** How far to go at a noise level. */
    double scaleAt(double sigma) {
        return interval.contains(sigma) ? scale : 1;
    }

    /**
     * A guided answer with its standard deviation brought towards that of the answer without guidance, picture by
     * picture: {@code guidance_rescale} of diffusers.
     *
     * @param guided {@code [batch, channels, height, width]}
     * @param plain the same at scale 1
     */
    Tensor rescaled(Tensor guided, Tensor plain) {
        if (rescale == 0) {
            return guided;
        }
        Tensor ratio = variance(plain)
                .div(variance(guided).clamp(SMALLEST_VARIANCE, Float.MAX_VALUE))
                .sqrt();
        return guided.mul(ratio).mul(rescale).add(guided, 1 - rescale);
    }

    /** The factor that unbiases it is the same for both and falls out. */
    private static Tensor variance(Tensor answer) {
        return answer.sub(answer.mean(true, 1, 2, 3)).square().mean(true, 1, 2, 3);
    }
}
