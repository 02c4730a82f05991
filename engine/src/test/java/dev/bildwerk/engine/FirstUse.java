package dev.bildwerk.engine;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A process of its own in which several threads use libtorch for the first time, at the same moment. */
final class FirstUse {
    private static final List<Runnable> FIRST_USES = List.of(
            () -> Tensor.of(new float[] {1, 2}, 2).close(),
            () -> Scope.open().close(),
            Device::best,
            Threads::inUse,
            () -> Autograd.off().close(),
            LibTorch::begin);

    private FirstUse() {}

    /** @param arguments where to begin in the list of uses */
    public static void main(String[] arguments) throws InterruptedException {
        int first = Integer.parseInt(arguments[0]);
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = FIRST_USES.stream()
                .map(use -> Thread.ofPlatform().daemon().start(() -> {
                    await(start);
                    use.run();
                }))
                .toList();
        start.countDown();
        FIRST_USES.get(first).run();
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(Tensor.of(new float[] {1, 2}, 2).sum().item());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
