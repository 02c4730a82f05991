package dev.bildwerk.diffusion.sampling;

/**
 * Evenly spaced numbers in 32-bit floats as torch computes them: from both ends towards the middle, each rounded once.
 */
final class Linspace {
    private Linspace() {}

    /** Both ends included; of one number only the first. */
    static float[] of(double start, double end, int count) {
        float first = (float) start;
        float last = (float) end;
        if (count == 1) {
            return new float[] {first};
        }
        float step = (last - first) / (count - 1);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i < count / 2 ? Math.fma(step, i, first) : Math.fma(-step, count - 1 - i, last);
        }
        return values;
    }
}
