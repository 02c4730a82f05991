package dev.bildwerk.cli.generate;

import dev.bildwerk.cli.models.NamedModel;
import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.recipe.ModelHash;
import dev.bildwerk.diffusion.recipe.ModelReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What recipes call the model. The hash of gigabytes is reckoned while the first picture is drawn. */
public final class ModelIdentity implements AutoCloseable {
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("model-hash").factory());
    private final String name;
    private final CompletableFuture<String> hash;
    private final Optional<Path> otherVae;

    private ModelIdentity(Checkpoint model) {
        name = NamedModel.of(model.path());
        hash = CompletableFuture.supplyAsync(() -> ModelHash.of(model.unetFiles().source().files()), worker);
        List<Path> roots = model.roots();
        otherVae = roots.size() == 1 ? Optional.empty() : Optional.of(roots.getLast());
    }

    public static ModelIdentity of(Checkpoint model) {
        return new ModelIdentity(model);
    }

    public String name() {
        return name;
    }

    /** See {@link ModelHash}; waits for it. */
    public String hash() {
        return hash.join();
    }

    /**
     * An autoencoder that is not the model's own, as AUTOMATIC1111 names it; of a tiny one in two files its decoder.
     */
    Optional<ModelReference> otherVae() {
        return otherVae.map(file -> new ModelReference(file.getFileName().toString(), ModelHash.of(List.of(file))));
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
