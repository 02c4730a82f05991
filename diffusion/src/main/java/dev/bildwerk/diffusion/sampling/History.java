package dev.bildwerk.diffusion.sampling;

import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** What a multistep sampler remembers of the steps before, the newest first; frees what it forgets. */
final class History implements AutoCloseable {
    private final Deque<Tensor> tensors = new ArrayDeque<>();
    private final int length;

    /** @param length how many tensors are kept */
    History(int length) {
        this.length = length;
    }

    int size() {
        return tensors.size();
    }

    /** Takes a new tensor over from the innermost scope. */
    void add(Tensor tensor) {
        tensors.addFirst(Scope.release(tensor));
        if (tensors.size() > length) {
            tensors.removeLast().close();
        }
    }

    /** @param age 0 for the newest */
    Tensor get(int age) {
        Iterator<Tensor> newestFirst = tensors.iterator();
        for (int i = 0; i < age; i++) {
            newestFirst.next();
        }
        return newestFirst.next();
    }

    @Override
    public void close() {
        tensors.forEach(Tensor::close);
        tensors.clear();
    }
}
