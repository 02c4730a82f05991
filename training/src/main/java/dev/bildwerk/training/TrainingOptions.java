package dev.bildwerk.training;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how far a model is trained.
 *
 * @param dataFolder the data set
 * @param runFolder takes everything that the run makes
 * @param vaeSteps optimizer steps of the autoencoder
 * @param denoiserSteps optimizer steps of text encoder and denoiser
 * @param format of the computation, bf16 or fp32
 * @param device to train on
 * @param interval between two states written
 */
public record TrainingOptions(
        Path dataFolder,
        Path runFolder,
        long vaeSteps,
        long denoiserSteps,
        DType format,
        Device device,
        Duration interval) {}
