package dev.bildwerk.cli.generate;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.cli.Installation;
import dev.bildwerk.diffusion.pipeline.EngineOptions;
import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which model draws, and on what. */
final class ModelOptions {
    /** Number formats that a user may ask for. */
    enum Precision {
        AUTO,
        FP32,
        BF16
    }

    @Option(
            names = {"-m", "--model"},
            paramLabel = "FOLDER",
            description = "Folder of the model (default: the model that comes with Bildwerk).")
    Path model;

    @Option(names = "--device", paramLabel = "NAME", defaultValue = "auto",
            description = "auto, cpu, cuda or cuda:N (default: auto).")
    String device;

    @Option(names = "--precision", paramLabel = "NAME", defaultValue = "auto",
            description = "auto, fp32 or bf16, which is faster and needs half the memory where the processor has it "
                    + "(default: auto).")
    Precision precision;

    @Option(names = "--threads", paramLabel = "NUMBER", defaultValue = "0",
            description = "Threads of the processor (default: one for each core).")
    int threads;

    Path folder() {
        Path folder = model != null ? model : Installation.defaultModel();
        if (!Files.isDirectory(folder)) {
            throw new CommandException(
                    ExitCode.MODEL, "model.missing", "There is no model in %s: name the folder of one with --model."
                            .formatted(folder));
        }
        return folder;
    }

    EngineOptions toEngineOptions() {
        if (threads < 0 || threads > 1024) {
            throw new CommandException(
                    ExitCode.USAGE, "threads", "%d threads were asked for; 1 to 1024 are possible.".formatted(threads));
        }
        return new EngineOptions(Device.parse(device), dtype(), threads);
    }

    private DType dtype() {
        return switch (precision) {
            case AUTO -> null; // The engine's word for it.
            case FP32 -> DType.F32;
            case BF16 -> DType.BF16;
        };
    }
}
