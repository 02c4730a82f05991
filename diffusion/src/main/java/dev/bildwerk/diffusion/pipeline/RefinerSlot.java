package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.Placement;
import dev.bildwerk.diffusion.unet.UNetConfig;
import dev.bildwerk.diffusion.vae.VaeConfig;
import java.nio.file.Path;

/**
 * The refiner that is in memory beside a model at the moment: pictures with the same one follow each other without
 * reading.
 */
final class RefinerSlot implements AutoCloseable {
    private final Checkpoint first;
    private final Placement placement;
    private volatile Path path;
    private PromptedModel held;

    RefinerSlot(LoadedModel first) {
        this.first = first.checkpoint();
        this.placement = first.placement();
    }

    /**
     * Looks whether a refiner can go on where the model stops; no weight is read.
     *
     * @throws InvalidRequestException where it draws in other latents
     * @throws dev.bildwerk.diffusion.checkpoint.CheckpointException where it is not understood
     * @throws dev.bildwerk.engine.EngineException with code {@code engine.memory} where both do not fit
     */
    void requireFitting(RefinerUse use) {
        if (use.isOn() && !use.model().equals(path)) {
            fitting(use);
        }
    }

    private Checkpoint fitting(RefinerUse use) {
        Checkpoint refiner = Checkpoint.open(use.model());
        VaeConfig vae = refiner.vae();
        UNetConfig unet = refiner.unet();
        boolean sameLatents = vae.latentChannels() == first.vae().latentChannels()
                && vae.factor() == first.vae().factor()
                && vae.scalingFactor() == first.vae().scalingFactor()
                && unet.inChannels() == vae.latentChannels();
        if (!sameLatents) {
            throw new InvalidRequestException(
                    "request.refiner.latents",
                    "%s is %s and cannot go on with a picture of %s: name a refiner for that family."
                            .formatted(use.model(), refiner.family().title(), first.path()));
        }
        MemoryLimits.requireRoom(first, refiner, placement);
        return refiner;
    }

    /** @return null where none is wanted */
    PromptedModel require(RefinerUse use) {
        if (!use.isOn()) {
            return null;
        }
        if (!use.model().equals(path)) {
            close();
            Checkpoint refiner = fitting(use);
            held = MemoryLimits.explained(
                    "The refiner %s".formatted(use.model()),
                    () -> new PromptedModel(LoadedModel.whenNeeded(refiner, placement)));
            path = use.model();
        }
        return held;
    }

    /** Frees it. */
    @Override
    public void close() {
        path = null;
        if (held != null) {
            held.close();
            held = null;
        }
    }
}
