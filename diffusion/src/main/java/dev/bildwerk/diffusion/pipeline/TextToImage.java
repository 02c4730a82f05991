package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.CheckpointException;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.detect.ModelFamily;
import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.guard.Verdict;
import dev.bildwerk.diffusion.layers.Tiling;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.ProgressListener.Stage;
import dev.bildwerk.diffusion.vae.VaeTiling;
import dev.bildwerk.engine.FreedMemory;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import dev.bildwerk.engine.Threads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * From words to pictures: the one way that every front end takes. Every request and every picture passes the guard.
 *
 * <p>Thread-safe: one picture is drawn at a time, with all of the machine's threads, and other calls wait. Closing
 * waits for the picture in work.
 */
public final class TextToImage implements AutoCloseable {
    private final LoadedModel model;
    private final Guard guard;
    private final GenerationDefaults defaults;
    private final LatentDrawing drawing;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final AdapterSlot adapters;
    private final GuideSlot guides;
    private final RefinerSlot refiner;
    private final MemoryPlan plan;
    private final PartRelease release;
    private boolean closed;

    private TextToImage(LoadedModel model, Guard guard, GenerationDefaults defaults, MemoryPlan plan, VaeTiling tiling) {
        this.model = model;
        this.guard = guard;
        this.defaults = defaults;
        this.guides = new GuideSlot(model);
        this.plan = plan;
        this.adapters = new AdapterSlot(model);
        this.release = new PartRelease(model, adapters);
        this.drawing = new LatentDrawing(model, guides, tiling, release);
        this.refiner = new RefinerSlot(model);
    }

    /** Opens a model for the best device of this machine; see {@link #open(Path, Guard, EngineOptions)}. */
    public static TextToImage open(Path path, Guard guard) {
        return open(path, guard, EngineOptions.automatic());
    }

    /**
     * Opens a model. Its headers and configurations are read; its weights are when a picture first needs them.
     *
     * @param path of a file, or of a folder in diffusers' layout: see {@link Checkpoint#open(Path)}
     * @throws RefusedException where the guard does not admit the model; none of its weights is read then
     * @throws dev.bildwerk.diffusion.checkpoint.CheckpointException where the model is not understood, with the file
     *     and what is wrong with it
     * @throws dev.bildwerk.engine.EngineException with code {@code engine.memory} where it does not fit
     */
    public static TextToImage open(Path path, Guard guard, EngineOptions options) {
        return open(Checkpoint.open(path), guard, options);
    }

    /** Opens a model that is known already; see {@link #open(Path, Guard, EngineOptions)}. */
    public static TextToImage open(Checkpoint checkpoint, Guard guard, EngineOptions options) {
        Objects.requireNonNull(guard, "A pipeline needs a guard.");
        requireDrawable(checkpoint);
        checkpoint.roots().forEach(root -> requireAdmitted(guard.admitModel(root)));
        GenerationDefaults defaults = GenerationDefaults.of(checkpoint);
        if (options.threads() > 0) {
            Threads.use(options.threads());
        }
        MemoryPlan plan = MemoryPlan.of(checkpoint, options);
        LoadedModel model = LoadedModel.whenNeeded(checkpoint, plan.placement());
        return new TextToImage(model, guard, defaults, plan, options.memory().vaeTiling());
    }

    private static void requireDrawable(Checkpoint checkpoint) {
        if (checkpoint.family() == ModelFamily.SDXL_REFINER || ConditionNumbers.areOfRefiner(checkpoint)) {
            throw new CheckpointException(
                    "checkpoint.family",
                    ("%s is %s, which goes on with another model's picture: "
                                    + "name another model, and this one with --refiner.")
                            .formatted(checkpoint.path(), ModelFamily.SDXL_REFINER.title()));
        }
    }

    /** What this model is best asked for. */
    public GenerationDefaults defaults() {
        return defaults;
    }

    /** Draws a picture; see {@link #generate(GenerationRequest, ProgressListener)}. */
    public Picture generate(GenerationRequest request) {
        return generate(request, ProgressListener.NONE);
    }

    /**
     * Draws a picture.
     *
     * @throws RefusedException where the guard refuses the request, an adapter or the picture
     * @throws dev.bildwerk.diffusion.adapter.AdapterException where an adapter is damaged or for another family
     * @throws dev.bildwerk.diffusion.embedding.EmbeddingException where an embedding is
     * @throws dev.bildwerk.diffusion.guide.GuideException where a ControlNet or T2I-Adapter is damaged or for another family
     * @throws InvalidRequestException where the model cannot draw that size or that many steps
     * @throws CancelledException where the listener says so
     * @throws dev.bildwerk.engine.EngineException with code {@code engine.memory} where the picture is too large for
     *     the machine, and {@code engine.not-finite} where the model computes no numbers
     */
    public Picture generate(GenerationRequest request, ProgressListener listener) {
        return generate(List.of(request), listener).getFirst();
    }

    /**
     * Makes a picture larger and lets the model go over it tile by tile; see {@link TiledUpscale}. The guard sees the whole first,
     * each tile, and the whole in the end.
     *
     * @param request what the model is told of every tile; its size and start do not count
     * @param listener hears of all tiles as of one picture
     * @throws InvalidRequestException also where the request has a second pass
     */
    public Picture upscale(TiledUpscale upscale, GenerationRequest request, ProgressListener listener) {
        List<GenerationRequest> tiles = upscale.requests(request);
        Start wholePicture = new Start.FromPicture(upscale.picture(), upscale.strength());
        requireAdmitted(guard.admit(request.with(request.controls().withStart(wholePicture))));
        Picture whole = upscale.combined(generate(tiles, new WholeProgress(listener, tiles.size())));
        requireAdmitted(guard.look(tiles.getFirst(), whole));
        return whole;
    }

    /**
     * Looks whether {@link #generate} would begin with these, without drawing: what the guard says of words and files,
     * and whether this model can draw so.
     *
     * @throws RefusedException where the guard refuses a request or an adapter
     * @throws InvalidRequestException where the model cannot draw that size or that many steps
     */
    public void requirePossible(List<GenerationRequest> requests) {
        for (GenerationRequest request : requests) {
            // Files first: a guard may refuse more of a request once it has met a model that it does not know.
            request.controls().additions().files().forEach(file -> requireAdmitted(guard.admitModel(file)));
            requireAdmitted(guard.admit(request));
            drawing.requirePossible(request);
            GenerationRequest largest = SecondPass.of(request);
            plan.requireRoom(largest.width(), largest.height());
            refiner.requireFitting(request.controls().additions().refiner());
        }
    }

    /** Draws pictures one after the other, once the guard has admitted all of the requests; see {@link #generate}. */
    public List<Picture> generate(List<GenerationRequest> requests, ProgressListener listener) {
        requirePossible(requests);
        turn.lock();
        try {
            if (closed) {
                throw new IllegalStateException("The pipeline was closed.");
            }
            List<Picture> pictures = new ArrayList<>();
            for (GenerationRequest request : requests) {
                Picture picture = MemoryLimits.explained(
                        "A picture of %d x %d pixels".formatted(request.width(), request.height()),
                        () -> draw(request, new GuardedProgress(listener, guard, request)));
                requireAdmitted(guard.look(request, picture));
                pictures.add(picture);
            }
            return List.copyOf(pictures);
        } finally {
            turn.unlock();
        }
    }

    private Picture draw(GenerationRequest request, ProgressListener listener) {
        GenerationRequest largest = SecondPass.of(request);
        boolean memoryIsShort = plan.freesFor(largest.width(), largest.height());
        release.use(memoryIsShort);
        return memoryIsShort
                ? FreedMemory.returnedDuring(() -> drawnOnce(request, listener))
                : drawnOnce(request, listener);
    }

    private Picture drawnOnce(GenerationRequest request, ProgressListener listener) {
        adapters.require(request.controls().additions().adapters());
        PromptedModel second = refiner.require(request.controls().additions().refiner());
        if (request.controls().start() instanceof Start.Inpainting inpainting) {
            Retouch retouch = Retouch.of(request, inpainting);
            return retouch.with(drawn(retouch.shown(), second, listener));
        }
        return drawn(request, second, listener);
    }

    private Picture drawn(GenerationRequest request, PromptedModel second, ProgressListener listener) {
        return Tiling.during(request.controls().tiling(), () -> {
            try (Scope scope = Scope.open()) {
                Tensor latent = drawing.latent(request, second, listener);
                StepCounter.report(listener, Stage.DECODING, 0, 1);
                Picture picture = drawing.decode(latent);
                StepCounter.report(listener, Stage.DECODING, 1, 1);
                return picture;
            }
        });
    }

    private static void requireAdmitted(Verdict verdict) {
        if (verdict instanceof Verdict.Refused refused) {
            throw new RefusedException(refused.refusal());
        }
    }

    /** Frees the model. */
    @Override
    public void close() {
        turn.lock();
        try {
            if (!closed) {
                closed = true;
                adapters.close();
                guides.close();
                refiner.close();
                model.close();
            }
        } finally {
            turn.unlock();
        }
    }
}
