package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.checkpoint.WeightStorage;
import dev.bildwerk.engine.EngineException;
import dev.bildwerk.engine.cpu.AvailableMemory;
import dev.bildwerk.engine.cpu.ResidentMemory;
import java.util.List;
import java.util.Locale;

/**
 * How a model is kept so that its pictures find room, and which do not. Nothing but headers is read for it.
 *
 * @param memory what its pictures take
 * @param placement of the weights
 * @param frees whether each part is always freed when it has done its work on a picture
 */
record MemoryPlan(Checkpoint checkpoint, DrawingMemory memory, Placement placement, boolean frees) {
    private static final double GIB = 1 << 30;

    /** Sizes that are proposed are multiples of it, which all models draw. */
    private static final int PROPOSED_MULTIPLE = 64;

    /** For this machine at this moment. */
    static MemoryPlan of(Checkpoint checkpoint, EngineOptions options) {
        return of(checkpoint, options, room());
    }

    /**
     * @param room in bytes
     * @throws EngineException with code {@code engine.memory} where not even the weights of one part find room
     */
    static MemoryPlan of(Checkpoint checkpoint, EngineOptions options, long room) {
        MemoryOptions wanted = options.memory();
        Placement full = options.placement();
        boolean open = wanted.weights() == null && full.storage() == WeightStorage.FULL && !full.device().isCuda();
        boolean asked = wanted.weights() != null && full.storage() == WeightStorage.FULL;
        MemoryPlan plan = of(checkpoint, asked ? full.withStorage(wanted.weights()) : full, wanted);
        if (open && !plan.fits(room)) {
            plan = of(checkpoint, full.withStorage(WeightStorage.AS_STORED), wanted);
        }
        if (!full.device().isCuda() && plan.memory.largestPart() > room) {
            throw new EngineException(
                    "engine.memory",
                    String.format(
                            Locale.ROOT,
                            "The model %s in %s needs %.1f GiB of memory for the weights of one part alone, and %.1f "
                                    + "are available: use a smaller model.",
                            checkpoint.path(),
                            full.precision(),
                            plan.memory.largestPart() / GIB,
                            room / GIB));
        }
        return plan;
    }

    private static MemoryPlan of(Checkpoint checkpoint, Placement placement, MemoryOptions wanted) {
        DrawingMemory memory = new DrawingMemory(checkpoint, placement, wanted.vaeTiling());
        return new MemoryPlan(checkpoint, memory, placement, wanted.low());
    }

    /** Of a picture in the model's own size, with all parts in memory. */
    private boolean fits(long room) {
        GenerationDefaults usual = GenerationDefaults.of(checkpoint);
        return memory.resident(usual.width(), usual.height()) <= room;
    }

    /** Whether the parts must be freed in turn for a picture of that size. */
    boolean freesFor(long width, long height) {
        return frees || !placement.device().isCuda() && memory.resident(width, height) > room();
    }

    /** @throws EngineException with code {@code engine.memory} where a picture finds no room with even one part at a time */
    void requireRoom(int width, int height) {
        requireRoom(width, height, room());
    }

    void requireRoom(int width, int height, long room) {
        long needed = memory.released(width, height);
        if (placement.device().isCuda() || needed <= room) {
            return;
        }
        throw new EngineException(
                "engine.memory",
                String.format(
                        Locale.ROOT,
                        "A picture of %d x %d pixels needs about %.1f GiB of memory, and %.1f are available: %s.",
                        width,
                        height,
                        needed / GIB,
                        room / GIB,
                        advice(width, height, room)));
    }

    private String advice(int width, int height, long room) {
        List<Integer> largest = largest(width, height, room);
        return largest.isEmpty()
                ? "close other programs or use a smaller model"
                : "ask for at most %d x %d".formatted(largest.getFirst(), largest.getLast());
    }

    /** Width and height of the largest picture that finds room and is shaped nearly so; none where none does. */
    private List<Integer> largest(int width, int height, long room) {
        for (int side = Math.max(width, height) / PROPOSED_MULTIPLE * PROPOSED_MULTIPLE;
                side > 0;
                side -= PROPOSED_MULTIPLE) {
            double scale = (double) side / Math.max(width, height);
            int smallerWidth = proposed(width * scale);
            int smallerHeight = proposed(height * scale);
            if (memory.released(smallerWidth, smallerHeight) <= room) {
                return List.of(smallerWidth, smallerHeight);
            }
        }
        return List.of();
    }

    private static int proposed(double side) {
        return Math.max(PROPOSED_MULTIPLE, (int) Math.round(side / PROPOSED_MULTIPLE) * PROPOSED_MULTIPLE);
    }

    /** What this process holds and what it may take more: so it does not count whether weights are in memory already. */
    private static long room() {
        return AvailableMemory.now() + ResidentMemory.own().orElse(0);
    }
}
