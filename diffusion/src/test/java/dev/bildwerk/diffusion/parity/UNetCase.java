package dev.bildwerk.diffusion.parity;

import dev.bildwerk.diffusion.unet.UNetInput;
import dev.bildwerk.engine.DType;

/** The denoiser's recorded input. */
public final class UNetCase {
    private UNetCase() {}

    /** A batch of two, with SDXL's extra conditions where the family has them. */
    public static UNetInput input(FixtureFile cases, DType dtype, double first, double second) {
        boolean sdxl = cases.names().contains("unet.time_ids");
        return new UNetInput(
                cases.tensor("unet.sample").to(dtype),
                new double[] {first, second},
                cases.tensor("unet.encoder_hidden_states").to(dtype),
                sdxl ? cases.tensor("unet.text_embeds").to(dtype) : null,
                sdxl ? rows(cases.floats("unet.time_ids")) : null);
    }

    private static double[][] rows(float[] numbers) {
        double[][] rows = new double[numbers.length / 6][6];
        for (int i = 0; i < numbers.length; i++) {
            rows[i / 6][i % 6] = numbers[i];
        }
        return rows;
    }
}
