package dev.bildwerk.diffusion.guard;

import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.picture.Picture;
import java.nio.file.Path;

/**
 * What every request and every picture must pass. A pipeline cannot be built without one, and nothing in this project
 * implements one that lets everything pass: that is the design's answer to what such programs were abused for.
 *
 * <p>Implementations are thread-safe.
 */
public interface Guard {

    /**
     * Looks at a model before any of its weights is read. What cannot be judged is refused.
     *
     * @param model a file, the index of a split one, or a folder with all files of weights below it; also an
     *     autoencoder, a LoRA, or whatever else of weights is put into or beside a model
     */
    Verdict admitModel(Path model);

    /**
     * Looks at a request before anything is computed: every text that any step of the generation can see, and every picture that it
     * is made from or held to ({@link dev.bildwerk.diffusion.pipeline.Controls#pictures}).
     * The models that it is drawn with were admitted before.
     */
    Verdict admit(GenerationRequest request);

    /** Looks at a finished picture before it leaves the pipeline. */
    Verdict look(GenerationRequest request, Picture picture);
}
