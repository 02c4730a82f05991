package dev.bildwerk.cli;

import dev.bildwerk.diffusion.pipeline.CancelledException;
import dev.bildwerk.diffusion.pipeline.InvalidRequestException;
import dev.bildwerk.diffusion.pipeline.RefusedException;
import dev.bildwerk.diffusion.recipe.RecipeException;
import dev.bildwerk.engine.CodedException;
import dev.bildwerk.engine.EngineException;
import dev.bildwerk.engine.MemoryFailure;
import dev.bildwerk.safety.consent.RegistryException;
import dev.bildwerk.safety.evaluation.PolicySuiteException;
import dev.bildwerk.safety.hash.HashListException;
import dev.bildwerk.safety.install.InstallException;
import dev.bildwerk.safety.provenance.ProvenanceException;
import dev.bildwerk.safety.watermark.WatermarkException;
import dev.bildwerk.training.TrainingException;

/**
 * What a failure means to the user.
 *
 * @param code stable and machine-readable
 * @param sentence says what is wrong and what to do
 */
public record Problem(ExitCode exitCode, String code, String sentence) {

    public static Problem of(Throwable failure) {
        return switch (failure) {
            case CommandException e -> new Problem(e.exitCode(), e.code(), e.getMessage());
            case InvalidRequestException e -> new Problem(ExitCode.USAGE, e.code(), e.getMessage());
            case RecipeException e -> new Problem(ExitCode.USAGE, e.code(), e.getMessage());
            case HashListException e ->
                new Problem(e.code().equals("hashes.write") ? ExitCode.WRITE : ExitCode.USAGE, e.code(), e.getMessage());
            case ProvenanceException e ->
                new Problem(e.code().equals("provenance.sign") ? ExitCode.WRITE : ExitCode.USAGE, e.code(), e.getMessage());
            case WatermarkException e -> new Problem(ExitCode.USAGE, e.code(), e.getMessage());
            case InstallException e ->
                new Problem(e.code().equals("install.write") ? ExitCode.WRITE : ExitCode.USAGE, e.code(), e.getMessage());
            case RegistryException e ->
                new Problem(e.code().equals("registry.write") ? ExitCode.WRITE : ExitCode.USAGE, e.code(), e.getMessage());
            case PolicySuiteException e -> new Problem(ExitCode.USAGE, e.code(), e.getMessage());
            case RefusedException e -> new Problem(ExitCode.REFUSED, e.refusal().code(), e.getMessage());
            case CancelledException e -> new Problem(ExitCode.INTERRUPTED, "cancelled", e.getMessage());
            case EngineException e -> new Problem(ofEngine(e.code()), e.code(), e.getMessage());
            case TrainingException e -> new Problem(ofTraining(e.code()), e.code(), e.getMessage());
            // The rest are files of models, and what is put into or beside them.
            case CodedException e -> new Problem(ExitCode.MODEL, e.code(), e.getMessage());
            case OutOfMemoryError e -> memory();
            case RuntimeException e when MemoryFailure.is(e) -> memory();
            case LinkageError e when engine(e) instanceof EngineException problem -> of(problem);
            default -> new Problem(ExitCode.INTERNAL, "internal", "Something in Bildwerk itself went wrong.");
        };
    }

    /** The engine's own reason why one of its classes could not be set up, or null. */
    private static EngineException engine(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EngineException problem) {
                return problem;
            }
        }
        return null;
    }

    private static ExitCode ofEngine(String code) {
        return switch (code) {
            case "engine.memory" -> ExitCode.MEMORY;
            case "engine.device", "engine.cuda-libraries", "engine.cuda-settings" -> ExitCode.USAGE;
            case "engine.not-finite" -> ExitCode.MODEL;
            default -> ExitCode.INTERNAL;
        };
    }

    private static ExitCode ofTraining(String code) {
        if (code.startsWith("credits.")) {
            return ExitCode.MODEL; // The index is a file of the model.
        }
        return code.equals("training.run-folder") ? ExitCode.WRITE : ExitCode.USAGE;
    }

    private static Problem memory() {
        return new Problem(
                ExitCode.MEMORY,
                "memory",
                "There is not enough memory for this picture: ask for a smaller --size, or --precision bf16.");
    }
}
