/**
 * From a request to a picture. From the path of a model to an image in five lines:
 *
 * {@snippet file = "dev/bildwerk/safety/LibraryExample.java" region = "five-lines"}
 *
 * <p>A model is a {@code .safetensors} file, the index of a split one, or a folder in diffusers' layout; what it is, is told
 * from its names and shapes ({@link dev.bildwerk.diffusion.checkpoint.Checkpoint#open}). The guard that comes with Bildwerk lies in the artifact
 * {@code bildwerk-safety}, which brings this one; whoever writes another implements
 * {@link dev.bildwerk.diffusion.guard.Guard}.
 *
 * <p>Everything that can be set is a field of {@link dev.bildwerk.diffusion.pipeline.GenerationRequest} and its
 * {@link dev.bildwerk.diffusion.pipeline.Controls}; progress is heard, and the work stopped, by a
 * {@link dev.bildwerk.diffusion.pipeline.ProgressListener}:
 *
 * {@snippet file = "dev/bildwerk/safety/LibraryExample.java" region = "more-control"}
 *
 * <p><b>Threads.</b> Records are immutable. A {@link dev.bildwerk.diffusion.pipeline.TextToImage} may be used by several threads; one
 * picture is drawn at a time, and several pipelines draw at once. The tensors of {@code dev.bildwerk.engine} belong to the
 * {@link dev.bildwerk.engine.Scope} of the thread that made them.
 *
 * <p><b>Memory.</b> The weights lie outside of the Java heap and are freed when the pipeline is closed, not when the garbage
 * collector finds it. Everything that a picture needs on the way is freed when it is drawn or has failed.
 *
 * <p><b>Errors.</b> What a user can do something about is a {@link dev.bildwerk.engine.CodedException} with a sentence and a stable
 * reason code, such as
 * {@link dev.bildwerk.diffusion.pipeline.RefusedException}, {@link dev.bildwerk.diffusion.pipeline.InvalidRequestException},
 * {@link dev.bildwerk.diffusion.checkpoint.CheckpointException}, {@link dev.bildwerk.diffusion.adapter.AdapterException},
 * {@link dev.bildwerk.engine.safetensors.SafetensorsException}, {@link dev.bildwerk.engine.EngineException}. Work that was asked
 * to stop ends with {@link dev.bildwerk.diffusion.pipeline.CancelledException}.
 */
package dev.bildwerk.diffusion.pipeline;
