package dev.bildwerk.cli.generate;

import dev.bildwerk.diffusion.recipe.ModelHash;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What recipes call the model. The hash of gigabytes is reckoned while the first picture is drawn. */
final class ModelIdentity implements AutoCloseable {
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("model-hash").factory());
    private final String name;
    private final CompletableFuture<String> hash;

    private ModelIdentity(Path folder) {
        name = folder.toAbsolutePath().normalize().getFileName().toString();
        hash = CompletableFuture.supplyAsync(() -> ModelHash.of(folder), worker);
    }

    static ModelIdentity of(Path folder) {
        return new ModelIdentity(folder);
    }

    String name() {
        return name;
    }

    /** See {@link ModelHash}; waits for it. */
    String hash() {
        return hash.join();
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
