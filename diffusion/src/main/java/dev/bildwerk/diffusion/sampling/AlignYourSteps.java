package dev.bildwerk.diffusion.sampling;

/**
 * Noise levels that were optimised for ten steps of Stable Diffusion; for other numbers of steps on lines between them
 * over log sigma.
 *
 * @see <a href="https://arxiv.org/abs/2404.14507">Sabour et al. 2024, tables of the appendix</a>
 */
final class AlignYourSteps {
    private static final double[] STABLE_DIFFUSION_1 = {
        14.615, 6.475, 3.861, 2.697, 1.886, 1.396, 0.963, 0.652, 0.399, 0.152, 0.029
    };
    private static final double[] STABLE_DIFFUSION_XL = {
        14.615, 6.315, 3.771, 2.181, 1.342, 0.862, 0.555, 0.380, 0.234, 0.113, 0.029
    };

    private AlignYourSteps() {}

    static double[] of(boolean xl, int steps) {
        double[] table = xl ? STABLE_DIFFUSION_XL : STABLE_DIFFUSION_1;
        double[] sigmas = new double[steps];
        for (int i = 0; i < steps; i++) {
            double place = steps == 1 ? 0 : (double) i * (table.length - 1) / (steps - 1);
            int before = Math.min((int) place, table.length - 2);
            sigmas[i] = table[before] * Math.pow(table[before + 1] / table[before], place - before);
        }
        return sigmas;
    }
}
