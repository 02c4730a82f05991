package dev.bildwerk.training.credits;

import java.util.Random;

/**
 * The directions in which rows differ most, by orthogonal iteration.
 *
 * @param mean of the rows
 * @param axes of length 1, each {@code mean.length} long, the strongest first
 */
record PrincipalAxes(float[] mean, float[][] axes) {
    private static final int ROUNDS = 60;

    static PrincipalAxes of(float[][] rows, int count) {
        int width = rows[0].length;
        double[] mean = new double[width];
        for (float[] row : rows) {
            for (int i = 0; i < width; i++) {
                mean[i] += row[i] / (double) rows.length;
            }
        }
        double[][] covariance = covariance(rows, mean);
        Random random = new Random(1);
        double[][] axes = new double[Math.min(count, width)][width];
        for (double[] axis : axes) {
            for (int i = 0; i < width; i++) {
                axis[i] = random.nextGaussian();
            }
        }
        orthonormalise(axes);
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < axes.length; i++) {
                axes[i] = times(covariance, axes[i]);
            }
            orthonormalise(axes);
        }
        float[][] narrow = new float[axes.length][];
        for (int i = 0; i < axes.length; i++) {
            narrow[i] = narrow(axes[i]);
        }
        return new PrincipalAxes(narrow(mean), narrow);
    }

    private static double[][] covariance(float[][] rows, double[] mean) {
        int width = mean.length;
        double[][] covariance = new double[width][width];
        double[] centred = new double[width];
        for (float[] row : rows) {
            for (int i = 0; i < width; i++) {
                centred[i] = row[i] - mean[i];
            }
            for (int i = 0; i < width; i++) {
                for (int j = 0; j < width; j++) {
                    covariance[i][j] += centred[i] * centred[j] / rows.length;
                }
            }
        }
        return covariance;
    }

    private static double[] times(double[][] matrix, double[] vector) {
        double[] result = new double[vector.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = dot(matrix[i], vector);
        }
        return result;
    }

    private static void orthonormalise(double[][] axes) {
        for (int i = 0; i < axes.length; i++) {
            // Twice: what rounding leaves of the others after the first time would grow.
            for (int time = 0; time < 2; time++) {
                for (int j = 0; j < i; j++) {
                    double along = dot(axes[i], axes[j]);
                    for (int k = 0; k < axes[i].length; k++) {
                        axes[i][k] -= along * axes[j][k];
                    }
                }
                double length = Math.sqrt(dot(axes[i], axes[i]));
                for (int k = 0; k < axes[i].length; k++) {
                    axes[i][k] = length < 1e-30 ? 0 : axes[i][k] / length;
                }
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static float[] narrow(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }

    /** A row in the axes' directions, brought to length 1. */
    float[] along(float[] row) {
        float[] result = new float[axes.length];
        double square = 0;
        for (int i = 0; i < axes.length; i++) {
            float sum = 0;
            for (int j = 0; j < row.length; j++) {
                sum += (row[j] - mean[j]) * axes[i][j];
            }
            result[i] = sum;
            square += sum * sum;
        }
        float scale = square == 0 ? 0 : (float) (1 / Math.sqrt(square));
        for (int i = 0; i < result.length; i++) {
            result[i] *= scale;
        }
        return result;
    }
}
