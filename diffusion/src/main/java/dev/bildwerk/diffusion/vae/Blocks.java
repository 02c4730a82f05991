package dev.bildwerk.diffusion.vae;

import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Memory for features that come and go, in blocks of one size: what one layer's features leave the next one's take. A C
 * library's heap does not do that, for what is freed there in many sizes seldom fits what is wanted next.
 *
 * <p>Blocks are cut from large pieces, of which the system gives a page when it is first written. The block that was given back
 * last is taken next, so that pages beyond the most that was in use are never written.
 */
final class Blocks implements AutoCloseable {
    /** Of a piece; more than glibc puts into a heap of a thread's own, so it goes back to the system when it is freed. */
    private static final long PIECE_BYTES = 128L << 20;

    private final long bytes;
    private final List<Tensor> pieces = new ArrayList<>();
    private final Deque<Tensor> free = new ArrayDeque<>();
    private long used;
    private long most;

    /** @param bytes of a block, a multiple of any number's */
    Blocks(long bytes) {
        this.bytes = bytes;
    }

    /**
     * A block, until it is given back.
     *
     * @param like has the number format and the device of all blocks
     * @return {@code [numbers]}
     */
    Tensor take(Tensor like) {
        if (free.isEmpty()) {
            grow(like);
        }
        most = Math.max(most, ++used);
        return free.pop();
    }

    private void grow(Tensor like) {
        long numbers = bytes / like.dtype().bytes();
        long count = Math.max(1, PIECE_BYTES / bytes);
        try (Scope scope = Scope.open()) {
            Tensor piece = Scope.release(like.room(count * numbers));
            pieces.add(piece);
            for (long i = 0; i < count; i++) {
                free.add(Scope.release(piece.narrow(0, i * numbers, numbers)));
            }
        }
    }

    void giveBack(Tensor block) {
        used--;
        free.push(block);
    }

    /** That were in use at once, in bytes. */
    long most() {
        return most * bytes;
    }

    /** Frees all that was given back; nothing may be in use. More can be taken afterwards. */
    @Override
    public void close() {
        free.forEach(Tensor::close);
        free.clear();
        pieces.forEach(Tensor::close);
        pieces.clear();
    }
}
