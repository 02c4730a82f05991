/**
 * From a request to a picture. From the path of a model to an image in five lines:
 *
 * {@snippet file = "dev/bildwerk/safety/LibraryExample.java" region = "five-lines"}
 *
 * <p>A model is a {@code .safetensors} file, the index of a split one, or a folder in diffusers' layout; what it is, is
 * told from its names and shapes ({@link Checkpoint#open(java.nio.file.Path)}). The guard that comes with Bildwerk lies
 * in the artifact {@code bildwerk-safety}, which brings this one; whoever writes another implements {@link Guard}.
 *
 * <p>Everything that can be set is a field of {@link GenerationRequest} and its {@link Controls}; progress is heard, and
 * the work stopped, by a {@link ProgressListener}:
 *
 * {@snippet file = "dev/bildwerk/safety/LibraryExample.java" region = "more-control"}
 *
 * <p><b>Threads.</b> Records are immutable. A {@link TextToImage} may be used by several threads; one picture is drawn
 * at a time, and several pipelines draw at once. The tensors of {@code dev.bildwerk.engine} belong to the {@link Scope}
 * of the thread that made them.
 *
 * <p><b>Memory.</b> The weights lie outside of the Java heap and are freed when the pipeline is closed, not when the
 * garbage collector finds it. Everything that a picture needs on the way is freed when it is drawn or has failed.
 *
 * <p><b>Errors.</b> What a user can do something about is a {@link CodedException} with a sentence and a stable reason
 * code, such as {@link RefusedException}, {@link InvalidRequestException}, {@link CheckpointException},
 * {@link AdapterException}, {@link SafetensorsException}, {@link EngineException}. Work that was asked to stop ends with
 * {@link CancelledException}.
 */
package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.adapter.AdapterException;
import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.checkpoint.CheckpointException;
import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.engine.CodedException;
import dev.bildwerk.engine.EngineException;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.safetensors.SafetensorsException;
