package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.LoadedModel;
import dev.bildwerk.diffusion.checkpoint.LoadedPart;
import dev.bildwerk.engine.FreedMemory;

/** Frees a model's parts when they have done their work on a picture, where memory is short. */
final class PartRelease {
    private final LoadedModel model;
    private final AdapterSlot adapters;
    private boolean on;

    PartRelease(LoadedModel model, AdapterSlot adapters) {
        this.model = model;
        this.adapters = adapters;
    }

    /** For the pictures from here on. */
    void use(boolean memoryIsShort) {
        on = memoryIsShort;
    }

    /** The texts are encoded. */
    void afterText() {
        if (on) {
            model.texts().forEach(text -> free(text.encoder()));
            FreedMemory.giveBack();
        }
    }

    /** The latent is finished. */
    void afterSteps() {
        if (on) {
            free(model.unet());
            FreedMemory.giveBack();
        }
    }

    /** The picture is finished. */
    void afterDecoding() {
        if (on) {
            model.vae().free();
            FreedMemory.giveBack();
        }
    }

    private void free(LoadedPart<?> part) {
        if (part.isHeld()) {
            adapters.forget(part.weights().loaded().values());
            part.free();
        }
    }
}
