package dev.bildwerk.engine;

/**
 * Convolution, by the way that is fastest on the device: libtorch's own, or {@link Winograd} where that pays.
 */
public final class Convolution {
    private Convolution() {}

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
}
