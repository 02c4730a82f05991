package dev.bildwerk.safety.picture;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.engine.Scope;
import dev.bildwerk.engine.Tensor;

/** Tells sexual pictures from harmless ones. Thread-safe; its weights stay until the process ends. */
public final class PictureClassifier {
    private final MobileNetV2 network;

    PictureClassifier(MobileNetV2 network) {
        this.network = network;
    }

    /** What it thinks of a picture of any size, which is stretched to a square of 224 pixels. */
    public PictureScores scores(Picture picture) {
        int side = MobileNetShape.SIDE;
        try (Scope scope = Scope.open()) {
            return PictureScores.of(network.apply(Tensor.of(BilinearPlanes.stretched(picture, side), 1, 3, side, side))
                    .toFloats());
        }
    }
}
