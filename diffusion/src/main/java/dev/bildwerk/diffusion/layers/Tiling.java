package dev.bildwerk.diffusion.layers;

import java.util.function.Supplier;

/**
 * Whether convolutions take what lies beyond an edge from the opposite one, so that pictures can be laid side by side. It holds
 * for a piece of work and not for a layer: the same weights serve other requests at the same time.
 */
public final class Tiling {
    private static final ScopedValue<Boolean> ON = ScopedValue.newInstance();

    private Tiling() {}

    /** Does the work, with or without. */
    public static <T> T during(boolean on, Supplier<T> work) {
        return ScopedValue.where(ON, on).call(work::get);
    }

    public static boolean isOn() {
        return ON.isBound() && ON.get();
    }
}
