package dev.bildwerk.cli.bench;

import dev.bildwerk.engine.Tensor;

/** A GPU answers before it is done; whoever takes the time asks it for a number. */
final class Finished {
    private Finished() {}

    static void wait(Tensor result) {
        if (result.device().isCuda()) {
            result.reshape(result.count()).narrow(0, 0, 1).item();
        }
    }
}
