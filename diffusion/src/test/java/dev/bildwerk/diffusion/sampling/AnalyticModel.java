package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Tensor;

/** Models that are a formula of their scaled input and the timestep. */
enum AnalyticModel {
    TANH {
        @Override
        double answer(double x, double timestep) {
            return Math.tanh(x) * (0.5 + 0.5 * timestep / 1000);
        }
    },
    RATIO {
        @Override
        double answer(double x, double timestep) {
            return x * timestep / (timestep + 1);
        }
    };

    abstract double answer(double x, double timestep);

    Denoiser under(Schedule schedule) {
        PredictionType prediction = schedule.noiseSchedule().config().predictionType();
        return (x, sigma) -> {
            float[] values = PredictionType.modelInput(x, sigma).toFloats();
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) answer(values[i], schedule.timestep(sigma));
            }
            return prediction.denoised(x, sigma, Tensor.of(values, x.shape()));
        };
    }
}
