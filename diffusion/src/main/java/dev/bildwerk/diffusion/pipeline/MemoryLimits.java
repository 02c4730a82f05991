package dev.bildwerk.diffusion.pipeline;

import com.sun.management.OperatingSystemMXBean;
import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.guide.GuideFile;
import dev.bildwerk.engine.EngineException;
import dev.bildwerk.engine.MemoryFailure;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Says before or after it happened that something is too large for the machine's memory. */
final class MemoryLimits {
    private static final double GIB = 1 << 30;

    private MemoryLimits() {}

    /**
     * Refuses guides whose weights, together with the model's, need more memory than the machine has.
     *
     * @throws EngineException with code {@code engine.memory}
     */
    static void requireRoom(LoadedModel model, List<GuideFile> guides) {
        if (!model.placement().device().isCuda()) {
            requireRoom(
                    bytes(model, guides),
                    "The model %s and what stands beside it".formatted(model.checkpoint().path()),
                    "take fewer ControlNets, or the precision BF16");
        }
    }

    static long bytes(LoadedModel model, List<GuideFile> guides) {
        long parameters = guides.stream().mapToLong(GuideFile::parameters).sum();
        return (model.checkpoint().parameters() + parameters) * model.placement().precision().bytes();
    }

    /**
     * Refuses a refiner whose weights together with the model's need more memory than the machine has.
     *
     * @throws EngineException with code {@code engine.memory}
     */
    static void requireRoom(Checkpoint model, Checkpoint refiner, Placement placement) {
        if (!placement.device().isCuda()) {
            requireRoom(
                    (model.parameters() + refiner.parameters()) * placement.precision().bytes(),
                    "The model %s with the refiner %s in %s"
                            .formatted(model.path(), refiner.path(), placement.precision()),
                    "leave the refiner out or use the precision BF16");
        }
    }

    private static void requireRoom(long needed, String what, String advice) {
        long there = machineBytes();
        if (needed > there) {
            throw new EngineException(
                    "engine.memory",
                    String.format(
                            Locale.ROOT,
                            "%s needs about %.1f GiB of memory, and this machine has %.1f: %s.",
                            what,
                            needed / GIB,
                            there / GIB,
                            advice));
        }
    }

    private static long machineBytes() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    }

    /**
     * Runs work and turns an allocator's error into a sentence.
     *
     * @param what stands at the sentence's beginning
     * @throws EngineException with code {@code engine.memory}
     */
    static <T> T explained(String what, Supplier<T> work) {
        try {
            return work.get();
        } catch (OutOfMemoryError | RuntimeException e) {
            if (!MemoryFailure.is(e)) {
                throw e;
            }
            throw new EngineException(
                    "engine.memory",
                    MemoryFailure.ofGpu(e)
                            .map(gpu -> ("%s needs more memory than %s: close other programs that use it, ask for less, or say "
                                            + "--device cpu.")
                                    .formatted(what, gpu))
                            .orElse(("%s needs more memory than there is: close other programs, ask for less, or use a smaller "
                                            + "model.")
                                    .formatted(what)),
                    e);
        }
    }
}
