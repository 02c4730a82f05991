package dev.bildwerk.training.evaluation;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.LoadedVae;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.vae.Vae;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.training.pictures.PictureSet;

/**
 * How well the autoencoder gives back pictures that it was not trained on.
 *
 * @param pictures how many
 * @param decibels of the mean squared error over all of them, values 0 to 1
 * @param meanOfEach mean of each picture's decibels
 */
record Reconstruction(int pictures, double decibels, double meanOfEach) {
    private static final int BATCH = 16;
    private static final double LEAST_ERROR = 1e-9;

    /** @param most how many pictures, evenly spaced */
    static Reconstruction of(Checkpoint checkpoint, PictureSet heldOut, int most) {
        int count = Math.min(most, heldOut.size());
        double errors = 0;
        double decibels = 0;
        try (LoadedModel model = LoadedModel.whenNeeded(checkpoint, new Placement(Device.CPU, DType.F32))) {
            if (!(model.vae() instanceof LoadedVae loaded)) {
                throw new IllegalArgumentException("The model's own autoencoder is to be judged.");
            }
            for (int start = 0; start < count; start += BATCH) {
                for (double error : errors(loaded.part(), heldOut, start, Math.min(BATCH, count - start), count)) {
                    errors += error;
                    decibels += decibels(error);
                }
            }
        }
        return new Reconstruction(count, decibels(errors / count), decibels / count);
    }

    private static double[] errors(Vae vae, PictureSet heldOut, int start, int size, int count) {
        int side = PictureSet.SIDE;
        float[] values = new float[size * 3 * side * side];
        for (int i = 0; i < size; i++) {
            int picture = (int) ((long) (start + i) * heldOut.size() / count);
            heldOut.crop(picture, 0, 0, side, false, values, i * 3 * side * side);
        }
        double[] errors = new double[size];
        try (Scope scope = Scope.open()) {
            Tensor batch = Tensor.of(values, size, 3, side, side);
            float[] again = vae.decode(vae.encode(batch).mean()).clamp(-1, 1).toFloats();
            int each = values.length / size;
            for (int i = 0; i < values.length; i++) {
                double difference = (again[i] - values[i]) / 2;
                errors[i / each] += difference * difference / each;
            }
        }
        return errors;
    }

    private static double decibels(double error) {
        return -10 * Math.log10(Math.max(error, LEAST_ERROR));
    }
}
