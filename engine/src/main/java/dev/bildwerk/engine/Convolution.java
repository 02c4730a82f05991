package dev.bildwerk.engine;

import java.util.function.UnaryOperator;

/**
 * Convolution, by the way that is fastest on the device: libtorch's own, or {@link Winograd} where that pays.
 */
public final class Convolution {
    private Convolution() {}

    /**
     * Bytes that a convolution of size 3 in F32 on the CPU takes for a while beside its weight, what it sees and what it makes: 0
     * where it is libtorch's own.
     *
     * @param pixels of what it makes, in all pictures
     */
    public static long bytesBeside(long in, long out, long pixels) {
        return Winograd.bytesBeside(in, out, pixels);
    }

    /**
     * @param x {@code [batch, in, height, width]}
     * @param weight {@code [out, in, size, size]}; in another number format it is brought to x's for the call, and no longer
     * @param bias {@code [out]}, or null
     * @param padding pixels of zeros on each edge
     * @return {@code [batch, out, height', width']}
     */
    public static Tensor apply(Tensor x, Tensor weight, Tensor bias, int stride, int padding) {
        if (weight.dtype() != x.dtype()) {
            return Scope.only(() -> apply(x, weight.like(x), bias, stride, padding));
        }
        return stride == 1 && Winograd.pays(x, weight, padding)
                ? Winograd.apply(x, weight, bias, padding)
                : x.conv2d(weight, bias, stride, padding);
    }

    /**
     * The same without padding for pieces that come one after another: what is made of the weight is made once, in the open
     * scope, and each piece takes little memory beside itself and its result.
     *
     * @param first of the pieces; the others are not wider and have as many channels
     */
    static UnaryOperator<Tensor> ofPieces(Tensor weight, Tensor bias, int stride, Tensor first) {
        Tensor kernel = weight.dtype() == first.dtype() ? weight : weight.like(first);
        if (stride != 1 || !Winograd.paysInPieces(first, kernel)) {
            return piece -> piece.conv2d(kernel, bias, stride, 0);
        }
        Tensor transformed = Winograd.transformed(kernel);
        WinogradRoom room = WinogradRoom.ofPieces(first, transformed);
        return piece -> Winograd.hasTilesEnough(piece)
                ? Winograd.applyTransformed(piece, transformed, bias, 0, room)
                : piece.conv2d(kernel, bias, stride, 0);
    }
}
