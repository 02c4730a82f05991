package dev.bildwerk.diffusion.sampling;

/**
 * Which of the training timesteps a sampler stops at.
 *
 * @see <a href="https://arxiv.org/abs/2305.08891">Lin et al. 2023, table 2</a>
 */
public enum TimestepSpacing {
    /** Evenly from the last timestep to the first, both included. */
    LINSPACE("linspace"),
    /** Multiples of a whole number from 0 up; the noisiest timesteps are left out. */
    LEADING("leading"),
    /** Evenly from the last timestep down; the least noisy timesteps are left out. */
    TRAILING("trailing");

    private final String configName;

    TimestepSpacing(String configName) {
        this.configName = configName;
    }

    /** As {@code timestep_spacing} in a diffusers scheduler configuration. */
    public String configName() {
        return configName;
    }

    /** @throws IllegalArgumentException with a sentence that lists the known names */
    public static TimestepSpacing named(String configName) {
        return ConfigNames.find("timestep_spacing", configName, values(), TimestepSpacing::configName);
    }
}
