package dev.bildwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.checkpoint.CheckpointException;
import dev.bildwerk.diffusion.guard.Refusal;
import dev.bildwerk.diffusion.pipeline.CancelledException;
import dev.bildwerk.diffusion.pipeline.InvalidRequestException;
import dev.bildwerk.diffusion.pipeline.RefusedException;
import dev.bildwerk.diffusion.recipe.RecipeException;
import dev.bildwerk.engine.EngineException;
import dev.bildwerk.safety.provenance.ProvenanceException;
import dev.bildwerk.training.TrainingException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTest {
    @Test
    void givesEachKindOfFailureItsExitCodeAndKeepsItsSentence() {
        assertProblem(new InvalidRequestException("request.size", "Too big."), ExitCode.USAGE, "request.size");
        assertProblem(new RecipeException("recipe.png.other", "No PNG."), ExitCode.USAGE, "recipe.png.other");
        assertProblem(new RefusedException(new Refusal("prompt.x", "Refused.")), ExitCode.REFUSED, "prompt.x");
        assertProblem(new CheckpointException("checkpoint.x", "Broken."), ExitCode.MODEL, "checkpoint.x");
        assertProblem(new CommandException(ExitCode.WRITE, "write", "Full."), ExitCode.WRITE, "write");
        assertProblem(new EngineException("engine.memory", "Too large."), ExitCode.MEMORY, "engine.memory");
        assertProblem(new EngineException("engine.device", "No GPU."), ExitCode.USAGE, "engine.device");
        assertProblem(
                new EngineException("engine.cuda-libraries", "No cuDNN."), ExitCode.USAGE, "engine.cuda-libraries");
        assertProblem(new EngineException("engine.not-finite", "NaN."), ExitCode.MODEL, "engine.not-finite");
        assertProblem(new TrainingException("training.data", "Not there."), ExitCode.USAGE, "training.data");
        assertProblem(new TrainingException("training.run-folder", "Full."), ExitCode.WRITE, "training.run-folder");
        assertProblem(new TrainingException("credits.missing", "None."), ExitCode.MODEL, "credits.missing");
        assertProblem(new ProvenanceException("provenance.key", "Broken."), ExitCode.USAGE, "provenance.key");
        assertProblem(new ProvenanceException("provenance.sign", "Broken."), ExitCode.WRITE, "provenance.sign");
        assertProblem(new CancelledException(), ExitCode.INTERRUPTED, "cancelled");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "[enforce fail at alloc_cpu.cpp:124] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to "
                + "allocate 68719476736 bytes. Error code 12 (Cannot allocate memory)",
        "CUDA out of memory. Tried to allocate 20.00 GiB.",
        "std::bad_alloc",
        "Physical memory usage is too high: physicalBytes (12G) > maxPhysicalBytes (8G)"
    })
    void knowsTheWordsOfAnAllocatorThatFailed(String message) {
        assertThat(Problem.of(new RuntimeException(message)).exitCode()).isEqualTo(ExitCode.MEMORY);
    }

    @Test
    void tellsTheEnginesOwnReasonWhereOneOfItsClassesCannotBeSetUp() {
        EngineException reason = new EngineException("engine.cuda-libraries", "NVIDIA's library x was not found.");

        Problem problem = Problem.of(new NoClassDefFoundError("Tensor").initCause(new ExceptionInInitializerError(reason)));

        assertThat(problem.sentence()).isEqualTo(reason.getMessage());
        assertThat(problem.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(Problem.of(new NoClassDefFoundError("Tensor")).exitCode()).isEqualTo(ExitCode.INTERNAL);
    }

    @Test
    void takesAnOutOfMemoryErrorForThat() {
        assertThat(Problem.of(new OutOfMemoryError("Java heap space")).exitCode()).isEqualTo(ExitCode.MEMORY);
    }

    @Test
    void showsTheUserNothingOfAFailureOfItsOwn() {
        Problem problem = Problem.of(new IllegalStateException("tensor 0x7f at internal_detail.cpp:12"));

        assertThat(problem.exitCode()).isEqualTo(ExitCode.INTERNAL);
        assertThat(problem.sentence()).doesNotContain("internal_detail");
    }

    @Test
    void hasAnExitCodeOfItsOwnForEachMeaning() {
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::code)).doesNotHaveDuplicates();
    }

    private static void assertProblem(RuntimeException failure, ExitCode exitCode, String code) {
        assertThat(Problem.of(failure)).isEqualTo(new Problem(exitCode, code, failure.getMessage()));
    }
}
