package dev.bildwerk.cli.generate;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.cli.Installation;
import dev.bildwerk.cli.models.NamedModel;
import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.CheckpointOptions;
import dev.bildwerk.diffusion.checkpoint.WeightStorage;
import dev.bildwerk.diffusion.pipeline.EngineOptions;
import dev.bildwerk.diffusion.pipeline.MemoryOptions;
import dev.bildwerk.diffusion.sampling.PredictionType;
import dev.bildwerk.diffusion.vae.VaeTiling;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which model draws, and on what. */
public final class ModelOptions {
    /** Number formats that a user may ask for. */
    enum Precision {
        AUTO,
        FP32,
        BF16,
        FP16,
        INT8
    }

    /** How large a user may want weights to be kept. */
    enum StoredWeights {
        AUTO,
        FULL,
        HALF
    }

    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            description = "A .safetensors file, the index of a split one, a folder in diffusers' layout, or the name "
                    + "of one in the models folder (default: the model that comes with Bildwerk).")
    Path model;

    @Option(
            names = "--vae",
            paramLabel = "FILE",
            description = "Another autoencoder: a file or folder, also a tiny one (TAESD), which is fast.")
    Path vae;

    @Option(
            names = "--prediction",
            paramLabel = "NAME",
            converter = PredictionChoice.class,
            description = "What the model predicts, where it is not known or wrongly told: epsilon, v or sample.")
    PredictionType prediction;

    @Option(
            names = "--variant",
            paramLabel = "NAME",
            description = "Which weights of a folder are read where it has several, such as fp16.")
    String variant;

    @Option(names = "--device", paramLabel = "NAME", defaultValue = "auto",
            description = "auto, cpu, cuda or cuda:N; several GPUs share the pictures: cuda:0,cuda:1 (default: auto).")
    String device;

    @Option(names = "--precision", paramLabel = "NAME", defaultValue = "auto",
            description = "auto, fp32, bf16, which is faster and needs half the memory where the processor has it, or, "
                    + "on a GPU, fp16; on a processor also int8, a quarter of fp32's memory for the denoiser (default: auto).")
    Precision precision;

    @Option(names = "--threads", paramLabel = "NUMBER", defaultValue = "0",
            description = "Threads of the processor (default: one for each core).")
    int threads;

    @Option(names = "--weights", paramLabel = "SIZE", defaultValue = "auto",
            description = "How large weights are kept: full, or half, which takes half the memory and some time at every "
                    + "step; auto is full where the memory suffices, else as the file has them (default: auto).")
    StoredWeights weights;

    @Option(names = "--vae-tiling", paramLabel = "WHEN", defaultValue = "auto",
            description = "Whether the autoencoder works in strips, which takes less memory for the same picture: auto "
                    + "(large pictures), on or off (default: auto).")
    VaeTiling vaeTiling;

    @Option(names = "--low-memory",
            description = "Free each part of the model when it has done its work on a picture; otherwise that is done only "
                    + "where the memory would not suffice.")
    boolean lowMemory;

    /** The model that is to draw; no weight is read. */
    public Checkpoint checkpoint() {
        return checkpoint(model, vae);
    }

    /**
     * The same, but for what is told here.
     *
     * @param otherModel empty for the one that the options name
     * @param otherVae empty for the one that the options name; an empty one in it for the model's own
     */
    public Checkpoint checkpoint(Optional<Path> otherModel, Optional<Optional<Path>> otherVae) {
        return checkpoint(otherModel.orElse(model), otherVae.isPresent() ? otherVae.get().orElse(null) : vae);
    }

    private Checkpoint checkpoint(Path named, Path autoencoder) {
        Path path = named == null ? Installation.defaultModel() : NamedModel.find(named);
        if (autoencoder != null && !Files.exists(autoencoder)) {
            throw new CommandException(
                    ExitCode.MODEL, "vae.missing", "There is no file or folder %s: check --vae.".formatted(autoencoder));
        }
        return Checkpoint.open(path, new CheckpointOptions(prediction, autoencoder, variant));
    }

    /** One for each device that is to draw. */
    public List<EngineOptions> toWorkers() {
        if (threads < 0 || threads > 1024) {
            throw new CommandException(
                    ExitCode.USAGE, "threads", "%d threads were asked for; 1 to 1024 are possible.".formatted(threads));
        }
        List<Device> places = Device.parseAll(device);
        if (places.size() > 1 && !places.stream().allMatch(Device::isCuda)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "device.mixed",
                    "Processor and GPU draw a picture slightly differently: name GPUs alone, as in --device cuda:0,cuda:1.");
        }
        if (precision == Precision.FP16 && !places.getFirst().isCuda()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "precision",
                    "fp16 is for GPUs, and on a processor slower than fp32: say bf16 or fp32.");
        }
        DType format = places.size() > 1 && precision == Precision.AUTO ? common(places) : dtype();
        MemoryOptions memory = new MemoryOptions(storage(), vaeTiling, lowMemory);
        return places.stream().map(place -> new EngineOptions(place, format, threads, memory)).toList();
    }

    /** What all of them are fast in, so that a picture does not depend on which of them drew it. */
    private static DType common(List<Device> places) {
        return places.stream().map(EngineOptions::fastest).distinct().count() == 1
                ? EngineOptions.fastest(places.getFirst())
                : DType.F16;
    }

    private WeightStorage storage() {
        return switch (weights) {
            case AUTO -> null; // What the memory says.
            case FULL -> WeightStorage.FULL;
            case HALF -> WeightStorage.HALF;
        };
    }

    private DType dtype() {
        return switch (precision) {
            case AUTO -> null; // The engine's word for it.
            case FP32 -> DType.F32;
            case BF16 -> DType.BF16;
            case FP16 -> DType.F16;
            case INT8 -> DType.I8;
        };
    }
}
