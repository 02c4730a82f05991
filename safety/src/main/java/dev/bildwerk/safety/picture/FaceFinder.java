package dev.bildwerk.safety.picture;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;

/** Tells whether a picture shows a face. Thread-safe; its weights stay until the process ends. */
public final class FaceFinder {
    private final FaceNetwork network;

    FaceFinder(FaceNetwork network) {
        this.network = network;
    }

    /** How sure it is, 0 to 1, that a picture of any size shows one. */
    public double surest(Picture picture) {
        int side = FaceShape.SIDE;
        try (Scope scope = Scope.open()) {
            return network.surest(Tensor.of(BilinearPlanes.inSquare(picture, side), 1, 3, side, side));
        }
    }
}
