package dev.bildwerk.cli.generate;

import dev.bildwerk.cli.models.NamedModel;
import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.recipe.ModelHash;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What recipes call the model. The hash of gigabytes is reckoned while the first picture is drawn. */
public final class ModelIdentity implements AutoCloseable {
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("model-hash").factory());
    private final String name;
    private final CompletableFuture<String> hash;

    private ModelIdentity(Checkpoint model) {
        name = NamedModel.of(model.path());
        hash = CompletableFuture.supplyAsync(() -> ModelHash.of(model.unetFiles().source().files()), worker);
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

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
