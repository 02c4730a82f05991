package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.checkpoint.Checkpoint;
import dev.bildwerk.diffusion.guard.Guard;
import dev.bildwerk.diffusion.picture.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * One pipeline on each of several devices, between which the pictures of a batch are shared: whichever is free draws the next
 * one. Each picture is the one that a single device would draw, and they come in the order in which they were asked for.
 *
 * <p>The first failure stops the rest between two steps. With one device everything happens on the caller's thread.
 */
public final class Workers implements AutoCloseable {
    private final List<TextToImage> painters;

    private Workers(List<TextToImage> painters) {
        this.painters = List.copyOf(painters);
    }

    /** What is done for one picture. */
    @FunctionalInterface
    public interface Task<T> {
        /**
         * @param painter of the device that is free
         * @param index of the picture, from 0
         * @param stopped whether another one failed, so that this one need not be finished
         */
        T on(TextToImage painter, int index, BooleanSupplier stopped);
    }

    /** Takes what was made, in order, on the caller's thread. */
    @FunctionalInterface
    public interface InOrder<T> {
        void accept(int index, T made);
    }

    /**
     * Reads a model once for each device; see {@link TextToImage#open(Checkpoint, Guard, EngineOptions)}.
     *
     * @param places one for each worker; a device may stand there twice, which costs its memory twice
     */
    public static Workers open(Checkpoint checkpoint, Guard guard, List<EngineOptions> places) {
        if (places.isEmpty()) {
            throw new IllegalArgumentException("Nobody draws without a device.");
        }
        List<TextToImage> opened = new ArrayList<>();
        try {
            places.forEach(place -> opened.add(TextToImage.open(checkpoint, guard, place)));
            return new Workers(opened);
        } catch (RuntimeException | Error e) {
            opened.forEach(TextToImage::close);
            throw e;
        }
    }

    /** How many pictures are drawn at once. */
    public int count() {
        return painters.size();
    }

    /** What this model is best asked for. */
    public GenerationDefaults defaults() {
        return painters.getFirst().defaults();
    }

    /** See {@link TextToImage#requirePossible}. */
    public void requirePossible(List<GenerationRequest> requests) {
        painters.getFirst().requirePossible(requests);
    }

    /**
     * Draws pictures, once the guard has admitted all of the requests; see {@link TextToImage#generate}.
     *
     * @param listener hears of all pictures, from several threads at once
     */
    public List<Picture> generate(List<GenerationRequest> requests, ProgressListener listener) {
        requirePossible(requests);
        List<Picture> pictures = new ArrayList<>();
        run(
                requests.size(),
                (painter, i, stopped) -> painter.generate(
                        requests.get(i),
                        (stage, step, steps) -> !stopped.getAsBoolean() && listener.progress(stage, step, steps)),
                (i, picture) -> pictures.add(picture));
        return List.copyOf(pictures);
    }

    /**
     * Does a task for each picture. What is made before the first failure is delivered as far as it comes in order.
     *
     * @throws RuntimeException the first that a task or the receiver threw, once every worker has stopped
     */
    public <T> void run(int count, Task<T> task, InOrder<T> receiver) {
        if (painters.size() == 1) {
            for (int i = 0; i < count; i++) {
                receiver.accept(i, task.on(painters.getFirst(), i, () -> false));
            }
            return;
        }
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<CompletableFuture<T>> made = Stream.generate(CompletableFuture<T>::new).limit(count).toList();
        AtomicInteger next = new AtomicInteger();
        int threads = Math.max(1, Math.min(painters.size(), count));
        try (ExecutorService workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("worker-", 0).factory())) {
            for (TextToImage painter : painters.subList(0, threads)) {
                workers.execute(() -> work(painter, next, task, made, failure));
            }
            deliver(made, receiver, failure);
        }
        rethrow(failure.get());
    }

    private static <T> void work(
            TextToImage painter,
            AtomicInteger next,
            Task<T> task,
            List<CompletableFuture<T>> made,
            AtomicReference<Throwable> failure) {
        for (int i = next.getAndIncrement(); i < made.size() && failure.get() == null; i = next.getAndIncrement()) {
            try {
                made.get(i).complete(task.on(painter, i, () -> failure.get() != null));
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
                // Nobody waits any more for what is not made.
                made.forEach(other -> other.completeExceptionally(e));
            }
        }
    }

    private static <T> void deliver(
            List<CompletableFuture<T>> made, InOrder<T> receiver, AtomicReference<Throwable> failure) {
        for (int i = 0; i < made.size(); i++) {
            T one;
            try {
                one = made.get(i).join();
            } catch (CompletionException e) {
                return;
            }
            try {
                receiver.accept(i, one);
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
                return;
            }
        }
    }

    private static void rethrow(Throwable failure) {
        switch (failure) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    /** Frees the models. */
    @Override
    public void close() {
        painters.forEach(TextToImage::close);
    }
}
