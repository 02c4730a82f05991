package dev.bildwerk.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.IntConsumer;

/** Work of Java's own, shared among as many threads as libtorch uses for an operation. */
final class SharedWork {
    private SharedWork() {}

    /** Some of what there is to do. */
    @FunctionalInterface
    interface Part {
        /** From one number on to before another. */
        void work(long from, long to);
    }

    /** Gives each thread an equal part of so many things; returns when all are done. */
    static void share(long count, Part part) {
        int threads = (int) Math.clamp(Threads.inUse(), 1, Math.max(1, count));
        run(threads, worker -> part.work(count * worker / threads, count * (worker + 1) / threads));
    }

    /** Calls what each thread is to do, with its number; returns when all are done, and throws what one of them threw. */
    static void run(int threads, IntConsumer worker) {
        List<ForkJoinTask<?>> others = new ArrayList<>();
        for (int i = 1; i < threads; i++) {
            int number = i;
            others.add(ForkJoinPool.commonPool().submit(() -> worker.accept(number)));
        }
        try {
            worker.accept(0);
        } finally {
            others.forEach(ForkJoinTask::quietlyJoin);
        }
        others.forEach(ForkJoinTask::join);
    }
}
