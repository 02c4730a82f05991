package dev.bildwerk.engine;

import org.bytedeco.pytorch.global.torch;

/** How many threads one operation may use. */
public final class Threads {
    static {
        LibTorch.await();
    }

    private Threads() {}

    public static void use(int threads) {
        torch.set_num_threads(threads);
    }

    public static int inUse() {
        return torch.get_num_threads();
    }
}
