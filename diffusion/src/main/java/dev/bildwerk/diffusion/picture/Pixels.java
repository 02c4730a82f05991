package dev.bildwerk.diffusion.picture;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.Tensor;

/** Between a decoder's numbers and 8-bit pictures, rounded as diffusers rounds. */
public final class Pixels {
    private Pixels() {}

    /** @param decoded {@code [1, 3, height, width]}, values -1 to 1; beyond them is cut off */
    public static Picture picture(Tensor decoded) {
        byte[] rgb = decoded.to(DType.F32)
                .mul(0.5)
                .add(0.5)
                .clamp(0, 1)
                .mul(255)
                .round()
                .permute(0, 2, 3, 1)
                .toBytes();
        return new Picture((int) decoded.size(3), (int) decoded.size(2), rgb);
    }
}
