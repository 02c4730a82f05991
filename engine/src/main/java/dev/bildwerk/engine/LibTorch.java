package dev.bildwerk.engine;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch_cuda;

/**
 * The native library. Loading it takes most of a second, in which other things can be done: {@link #begin} loads it on
 * a thread of its own, and whatever needs it waits for that.
 *
 * <p>Only one thread loads, whoever comes first: two that met within the static initialisers of JavaCPP's classes would
 * wait for each other for ever. So every public class of the engine that names these classes calls {@link #await} first.
 */
public final class LibTorch {
    private static final FutureTask<Void> LOADING = new FutureTask<>(LibTorch::load, null);

    private LibTorch() {}

    /**
     * Loads on a thread of its own, if nobody has begun to. What goes wrong is told to whoever needs the library.
     *
     * @return the thread; a process that ends while the library is being loaded may fall
     */
    public static Thread begin() {
        return Thread.ofPlatform().daemon().name("libtorch").start(LOADING);
    }

    /**
     * Returns when it is loaded.
     *
     * @throws EngineException with code {@code engine.cuda-libraries} where one of NVIDIA's libraries is missing and there is no
     *     other build
     * @throws LinkageError where it cannot be for another reason
     */
    public static void await() {
        LOADING.run(); // Does nothing where somebody has begun.
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    LOADING.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true; // A class whose initialiser failed could never be used again.
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof EngineException problem) {
                        throw new EngineException(problem.code(), problem.getMessage(), problem);
                    }
                    throw new LinkageError("libtorch cannot be loaded: %s".formatted(e.getCause()), e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void load() {
        Natives natives = Natives.chosen();
        try {
            if (natives.cuda()) {
                // What Java binds to names only the processor's part of libtorch. Where JavaCPP has just unpacked the natives,
                // nothing else has loaded CUDA's, and libtorch asks for it once, at its first question.
                Loader.load(torch_cuda.class);
            }
            torch.hasCUDA();
        } catch (LinkageError e) {
            // An installation that carries the build for CUDA alone has nothing to fall back on.
            throw natives.problem()
                    .<RuntimeException>map(problem -> new EngineException("engine.cuda-libraries", problem, e))
                    .orElseThrow(() -> e);
        }
    }
}
