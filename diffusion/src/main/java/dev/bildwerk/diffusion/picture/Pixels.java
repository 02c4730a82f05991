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

    /** {@code [1, 3, height, width]} in F32, values -1 to 1. */
    public static Tensor tensor(Picture picture) {
        return Tensor.of(picture.rgb(), 1, picture.height(), picture.width(), 3)
                .permute(0, 3, 1, 2)
                .to(DType.F32)
                .mul(1 / 255.0)
                .mul(2)
                .add(-1)
                .contiguous();
    }

    /** {@code [1, 1, height, width]} in F32: 0 where the picture is kept, 1 where it is made anew. */
    public static Tensor tensor(Mask mask) {
        return Tensor.of(mask.values(), 1, 1, mask.height(), mask.width()).to(DType.F32).mul(1 / 255.0);
    }
}
