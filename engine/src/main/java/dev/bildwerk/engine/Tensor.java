package dev.bildwerk.engine;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.LongArrayRefOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * An n-dimensional array of numbers in native memory: a small fluent face over libtorch.
 *
 * <p>Operations leave their operands as they are and return a new tensor (or a view, where torch's operation of the
 * same name returns one); a name that ends in {@code InPlace} changes the tensor itself. Names, arguments and
 * broadcasting are those of torch. Memory belongs to the innermost open {@link Scope}; see there. Pictures and features
 * are {@code [batch, channels, height, width]}, tokens {@code [batch, tokens, width]}.
 *
 * <p>A tensor that requires a gradient records what is computed from it; see {@link Autograd}.
 *
 * <p>Several threads may read a tensor at once. It is made, and freed, in the scope of one thread: hand a tensor to
 * another thread only for as long as that scope is open, or after {@link Scope#release}. Nothing else may use a tensor
 * that is being changed or closed.
 */
public final class Tensor implements AutoCloseable {
    static {
        LibTorch.await();
    }

    private static final double MOMENTS_EPSILON = 1e-6;

    private final org.bytedeco.pytorch.Tensor pointer;

    Tensor(org.bytedeco.pytorch.Tensor pointer) {
        this.pointer = pointer;
    }

    org.bytedeco.pytorch.Tensor pointer() {
        return pointer;
    }

    private static Tensor of(org.bytedeco.pytorch.Tensor pointer) {
        return new Tensor(pointer);
    }

    // ---- what it is

    /** Sizes of the dimensions, such as {@code {batch, channels, height, width}}. */
    public long[] shape() {
        long[] shape = new long[(int) pointer.dim()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = pointer.size(i);
        }
        return shape;
    }

    /** Size of one dimension; negative dimensions count from the end. */
    public long size(int dimension) {
        return pointer.size(dimension);
    }

    public int dimensions() {
        return (int) pointer.dim();
    }

    /** Number of elements. */
    public long count() {
        return pointer.numel();
    }

    public DType dtype() {
        return DTypes.of(pointer.scalar_type());
    }

    public Device device() {
        return pointer.is_cuda() ? new Device.Cuda(pointer.device().index()) : Device.CPU;
    }

    @Override
    public String toString() {
        return "Tensor%s %s on %s".formatted(Arrays.toString(shape()), dtype(), device());
    }

    // ---- numbers in and out

    /** A tensor with its own copy of the values, in row-major order. */
    public static Tensor of(float[] values, long... shape) {
        requireCount(values.length, shape);
        try (FloatPointer source = new FloatPointer(values)) {
            return of(torch.from_blob(source, shape, DTypes.options(DType.F32)).clone());
        }
    }

    /** A tensor of 64-bit integers, as torch wants indices and token ids. */
    public static Tensor of(long[] values, long... shape) {
        requireCount(values.length, shape);
        try (LongPointer source = new LongPointer(values)) {
            return of(torch.from_blob(source, shape, DTypes.options(DType.I64)).clone());
        }
    }

    /** A tensor of unsigned bytes. */
    public static Tensor of(byte[] values, long... shape) {
        requireCount(values.length, shape);
        try (BytePointer source = new BytePointer(values)) {
            return of(torch.from_blob(source, shape, DTypes.options(DType.U8)).clone());
        }
    }

    /**
     * A tensor over memory that is not copied, such as a part of a mapped file. The memory must outlive the tensor and
     * every view of it; where it may only be read, writing to the tensor ends the process.
     *
     * @param memory native memory; row-major, in the machine's byte order, exactly as many bytes as the shape takes
     */
    public static Tensor over(MemorySegment memory, DType dtype, long... shape) {
        if (!memory.isNative()) {
            throw new IllegalArgumentException("Memory on the Java heap may move; a tensor needs native memory.");
        }
        requireCount(memory.byteSize() / dtype.bytes(), shape);
        SegmentPointer source = new SegmentPointer(memory);
        if (memory.address() % dtype.bytes() == 0) {
            return of(torch.from_blob(source, shape, DTypes.options(dtype)));
        }
        // libtorch reads whole elements: those that lie across the machine's boundaries are moved first.
        long[] bytes = {memory.byteSize()};
        return of(torch.from_blob(source, bytes, DTypes.options(DType.U8))
                .clone()
                .view(DTypes.scalarType(dtype))
                .reshape(shape));
    }

    /** With whatever the memory holds: all of it is to be written. */
    static Tensor empty(DType dtype, long... shape) {
        return of(torch.empty(shape, DTypes.options(dtype), new MemoryFormatOptional()));
    }

    /** In the number format and on the device of this one, with whatever the memory holds: all of it is to be written. */
    public Tensor room(long... shape) {
        return of(pointer.new_empty(shape));
    }

    public static Tensor zeros(DType dtype, long... shape) {
        return of(torch.zeros(shape, DTypes.options(dtype)));
    }

    private static void requireCount(long count, long[] shape) {
        long product = 1;
        for (long size : shape) {
            product = Math.multiplyExact(product, size);
        }
        if (product != count) {
            throw new IllegalArgumentException(
                    "%d values do not fill the shape %s.".formatted(count, Arrays.toString(shape)));
        }
    }

    /** All values in row-major order, converted to 32-bit floats. */
    public float[] toFloats() {
        try (Scope scope = Scope.open()) {
            var plain = onCpu(torch.ScalarType.Float);
            float[] values = new float[Math.toIntExact(plain.numel())];
            plain.data_ptr_float().get(values);
            return values;
        }
    }

    /** All values in row-major order, converted to unsigned bytes. */
    public byte[] toBytes() {
        try (Scope scope = Scope.open()) {
            var plain = onCpu(torch.ScalarType.Byte);
            byte[] values = new byte[Math.toIntExact(plain.numel())];
            new BytePointer(plain.data_ptr()).capacity(values.length).get(values);
            return values;
        }
    }

    /** Row-major; a copy only where it must be one. */
    private org.bytedeco.pytorch.Tensor onCpu(torch.ScalarType format) {
        var values = pointer.detach();
        return values.is_cuda() ? HostCopies.fromGpu(values, format) : values.to(format).contiguous();
    }

    /**
     * The memory itself of a contiguous tensor on the CPU, row-major, in its own number format. It is valid until the
     * tensor is freed.
     */
    public MemorySegment segment() {
        if (pointer.is_cuda() || !pointer.is_contiguous()) {
            throw new IllegalStateException("Only a contiguous tensor on the CPU shows its memory.");
        }
        return MemorySegment.ofAddress(pointer.data_ptr().address()).reinterpret(count() * dtype().bytes());
    }

    /** The one value of a tensor with one element. */
    public double item() {
        return pointer.item_double();
    }

    public boolean isFinite() {
        try (Scope scope = Scope.open()) {
            return pointer.isfinite().all().item_bool();
        }
    }

    // ---- format and place

    /** Converted to a number format; itself if it has that format. */
    public Tensor to(DType dtype) {
        return of(pointer.to(DTypes.scalarType(dtype)));
    }

    /** Copied to a device; itself if it is there. */
    public Tensor to(Device device) {
        return of(pointer.to(DTypes.device(device), pointer.scalar_type()));
    }

    /** In the number format and on the device of another tensor. */
    public Tensor like(Tensor other) {
        return of(pointer.to(other.pointer));
    }

    /**
     * A copy with memory of its own, converted and moved at once.
     *
     * @param channelsLast whether it is stored channels-last (NHWC); four dimensions only
     */
    public Tensor copyTo(Device device, DType dtype, boolean channelsLast) {
        if (device.isCuda() && !pointer.is_cuda()) {
            return of(HostCopies.toGpu(
                    pointer,
                    DTypes.device(device),
                    DTypes.scalarType(dtype),
                    channelsLast ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous));
        }
        return of(pointer.to(
                DTypes.device(device),
                DTypes.scalarType(dtype),
                false,
                true,
                new MemoryFormatOptional(channelsLast ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous)));
    }

    boolean isContiguous() {
        return pointer.is_contiguous();
    }

    public Tensor contiguous() {
        return of(pointer.contiguous());
    }

    /** The same values stored channels-last (NHWC), which is what convolutions are fast on; four dimensions only. */
    public Tensor channelsLast() {
        return of(pointer.contiguous(MemoryFormat.ChannelsLast));
    }

    /** A copy with memory of its own, in the same layout. */
    public Tensor copy() {
        return of(pointer.clone(new MemoryFormatOptional(MemoryFormat.Preserve)));
    }

    // ---- arithmetic

    public Tensor add(Tensor other) {
        return of(pointer.add(other.pointer));
    }

    /** {@code this + scale * other} */
    public Tensor add(Tensor other, double scale) {
        return of(pointer.add(other.pointer, new Scalar(scale)));
    }

    public Tensor add(double value) {
        return of(pointer.add(new Scalar(value)));
    }

    public Tensor sub(Tensor other) {
        return of(pointer.sub(other.pointer));
    }

    public Tensor mul(Tensor other) {
        return of(pointer.mul(other.pointer));
    }

    public Tensor mul(double value) {
        return of(pointer.mul(new Scalar(value)));
    }

    public Tensor div(Tensor other) {
        return of(pointer.div(other.pointer));
    }

    public Tensor reciprocal() {
        return of(pointer.reciprocal());
    }

    public Tensor neg() {
        return of(pointer.neg());
    }

    public Tensor square() {
        return of(pointer.square());
    }

    public Tensor sqrt() {
        return of(pointer.sqrt());
    }

    public Tensor exp() {
        return of(pointer.exp());
    }

    public Tensor log() {
        return of(pointer.log());
    }

    public Tensor sin() {
        return of(pointer.sin());
    }

    public Tensor cos() {
        return of(pointer.cos());
    }

    public Tensor abs() {
        return of(pointer.abs());
    }

    public Tensor round() {
        return of(pointer.round());
    }

    public Tensor clamp(double low, double high) {
        return of(pointer.clamp(new ScalarOptional(new Scalar(low)), new ScalarOptional(new Scalar(high))));
    }

    /** Matrix product over the last two dimensions, broadcast over the others. */
    public Tensor matmul(Tensor other) {
        Tensor product = product(other);
        return Flops.counted(product, () -> product.count() * size(-1));
    }

    /** A matrix product that belongs to another operation, which counts for it. */
    Tensor product(Tensor other) {
        return OpenBlas.loaded()
                .filter(blas -> dimensions() == 2 && other.dimensions() == 2 && isPlain() && other.isPlain())
                .map(blas -> DividedProduct.of(blas, this, other))
                .orElseGet(() -> of(pointer.matmul(other.pointer)));
    }

    public Tensor sum() {
        return of(pointer.sum());
    }

    /** The square root of the sum of all values' squares; waits for the device. */
    public double norm() {
        return of(pointer.norm()).item();
    }

    public Tensor mean() {
        return of(pointer.mean());
    }

    /** Mean over some dimensions, which are kept with size 1 if asked. */
    public Tensor mean(boolean keep, long... dimensions) {
        return of(pointer.mean(dimensions, keep, new ScalarTypeOptional()));
    }

    /** Index of the largest value along a dimension. */
    public Tensor argmax(long dimension) {
        return of(pointer.argmax(new LongOptional(dimension), false));
    }

    public double max() {
        try (Scope scope = Scope.open()) {
            return pointer.max().item_double();
        }
    }

    // ---- in place

    public Tensor addInPlace(Tensor other, double scale) {
        pointer.add_(other.pointer, new Scalar(scale));
        return this;
    }

    public Tensor addInPlace(double value) {
        pointer.add_(new Scalar(value));
        return this;
    }

    public Tensor mulInPlace(double value) {
        pointer.mul_(new Scalar(value));
        return this;
    }

    public Tensor sqrtInPlace() {
        pointer.sqrt_();
        return this;
    }

    public Tensor siluInPlace() {
        torch.silu_(pointer);
        return this;
    }

    /** {@code this += weight * (end - this)} */
    public Tensor lerpInPlace(Tensor end, double weight) {
        pointer.lerp_(end.pointer, new Scalar(weight));
        return this;
    }

    /** {@code this += value * a * b} */
    public Tensor addProductInPlace(Tensor a, Tensor b, double value) {
        pointer.addcmul_(a.pointer, b.pointer, new Scalar(value));
        return this;
    }

    /** {@code this += value * a / b} */
    public Tensor addQuotientInPlace(Tensor a, Tensor b, double value) {
        pointer.addcdiv_(a.pointer, b.pointer, new Scalar(value));
        return this;
    }

    /** {@code this = a + b}, without a tensor between; {@code b} may be null for nothing. */
    Tensor becomeSumInPlace(Tensor a, Tensor b) {
        if (b == null) {
            return copyInPlace(a);
        }
        torch.add_out(pointer, a.pointer, b.pointer, new Scalar(1));
        return this;
    }

    /** Takes the product of two matrices, or of as many of them as each of the three has. */
    Tensor becomeProductInPlace(Tensor a, Tensor b) {
        if (dimensions() == 2) {
            torch.mm_out(pointer, a.pointer, b.pointer);
        } else {
            torch.bmm_out(pointer, a.pointer, b.pointer);
        }
        return this;
    }

    /** {@code this = x * scale + shift}, converted to this one's number format. */
    public Tensor becomeScaledAndShiftedInPlace(Tensor x, Tensor scale, Tensor shift) {
        torch.addcmul_out(pointer, shift.pointer, x.pointer, scale.pointer);
        return this;
    }

    public Tensor zeroInPlace() {
        pointer.zero_();
        return this;
    }

    /** Takes the values of another tensor, converted to this one's format. */
    public Tensor copyInPlace(Tensor source) {
        pointer.copy_(source.pointer);
        return this;
    }

    // ---- shape

    public Tensor reshape(long... shape) {
        return of(pointer.reshape(shape));
    }

    public Tensor permute(long... order) {
        return of(pointer.permute(order));
    }

    public Tensor transpose(long a, long b) {
        return of(pointer.transpose(a, b));
    }

    public Tensor unsqueeze(long dimension) {
        return of(pointer.unsqueeze(dimension));
    }

    public Tensor expand(long... shape) {
        return of(pointer.expand(shape));
    }

    /** A view of {@code length} elements from {@code start} along a dimension. */
    public Tensor narrow(long dimension, long start, long length) {
        return of(pointer.narrow(dimension, start, length));
    }

    /** A view of one index along a dimension, which disappears. */
    public Tensor select(long dimension, long index) {
        return of(pointer.select(dimension, index));
    }

    /** A view of all windows of some elements along a dimension, which then counts windows; what is in them comes last. */
    Tensor unfold(long dimension, long size, long step) {
        return of(pointer.unfold(dimension, size, step));
    }

    /** Copies of the slices at the given indices along a dimension. */
    public Tensor indexSelect(long dimension, Tensor indices) {
        return of(pointer.index_select(dimension, indices.pointer));
    }

    /** Views of equal parts along a dimension. */
    public Tensor[] chunk(int parts, long dimension) {
        TensorVector vector = pointer.chunk(parts, dimension);
        Tensor[] chunks = new Tensor[parts];
        for (int i = 0; i < parts; i++) {
            // A handle of its own: the vector's elements are gone with the vector.
            chunks[i] = of(new org.bytedeco.pytorch.Tensor(vector.get(i)));
        }
        return chunks;
    }

    public static Tensor cat(long dimension, Tensor... parts) {
        return of(torch.cat(vector(parts), dimension));
    }

    public static Tensor cat(long dimension, List<Tensor> parts) {
        return cat(dimension, parts.toArray(Tensor[]::new));
    }

    /** Joined along a new dimension. */
    public static Tensor stack(long dimension, Tensor... parts) {
        return of(torch.stack(vector(parts), dimension));
    }

    private static TensorVector vector(Tensor... parts) {
        org.bytedeco.pytorch.Tensor[] pointers = new org.bytedeco.pytorch.Tensor[parts.length];
        for (int i = 0; i < parts.length; i++) {
            pointers[i] = parts[i].pointer;
        }
        return new TensorVector(pointers);
    }

    /** What lies at the opposite edge, on the last dimensions' edges: {@code left, right, top, bottom}. */
    public Tensor padCircular(long... edges) {
        return of(torch.pad(pointer, edges, "circular", new DoubleOptional()));
    }

    /** Zeros on the last dimensions' edges: {@code left, right, top, bottom}, as torch's pad counts. */
    public Tensor pad(long... edges) {
        return of(torch.constant_pad_nd(pointer, edges, new Scalar(0.0)));
    }

    // ---- layers

    /**
     * {@code this @ weight^T + bias}; weight is {@code [out, in]}, bias {@code [out]} or null. A weight in another number
     * format is brought to this tensor's for the call, and no longer.
     */
    public Tensor linear(Tensor weight, Tensor bias) {
        if (weight.dtype() != dtype()) {
            return Scope.only(() -> linear(weight.like(this), bias));
        }
        Tensor product = OpenBlas.loaded()
                .filter(blas -> isPlain() && weight.isPlain() && (bias == null || bias.isPlain()))
                .map(blas -> DividedProduct.linear(blas, this, weight, bias))
                .orElseGet(() -> of(torch.linear(pointer, weight.pointer, optional(bias))));
        return Flops.counted(product, () -> product.count() * size(-1));
    }

    /** Weight is {@code [out, in, height, width]}, bias {@code [out]} or null. */
    public Tensor conv2d(Tensor weight, Tensor bias, long stride, long padding) {
        Tensor convolved = of(torch.conv2d(
                pointer,
                weight.pointer,
                optional(bias),
                new long[] {stride, stride},
                new long[] {padding, padding},
                new long[] {1, 1},
                1));
        return Flops.counted(convolved, () -> convolved.count() * weight.count() / weight.size(0));
    }

    /** Each channel by itself: weight is {@code [channels, 1, height, width]}, bias {@code [channels]} or null. */
    public Tensor depthwiseConv2d(Tensor weight, Tensor bias, long stride, long padding) {
        Tensor convolved = of(torch.conv2d(
                pointer,
                weight.pointer,
                optional(bias),
                new long[] {stride, stride},
                new long[] {padding, padding},
                new long[] {1, 1},
                size(1)));
        return Flops.counted(convolved, () -> convolved.count() * weight.count() / weight.size(0));
    }

    public Tensor groupNorm(long groups, Tensor weight, Tensor bias, double epsilon) {
        return of(torch.group_norm(pointer, groups, optional(weight), optional(bias), epsilon, true));
    }

    /**
     * What {@link #groupNorm} brings to 0 and 1: mean and variance of each group, both {@code [batch, groups]} in F32.
     */
    public Tensor[] groupMoments(long groups) {
        var wide = pointer.to(torch.ScalarType.Float);
        // Rows of several pictures are not in one piece; the kernel wants them so, in either layout.
        var x = wide.contiguous(wide.suggest_memory_format());
        var normed = torch.native_group_norm(
                x,
                new TensorOptional(),
                new TensorOptional(),
                size(0),
                size(1),
                count() / size(0) / size(1),
                groups,
                MOMENTS_EPSILON);
        Tensor deviation = of(normed.get2());
        return new Tensor[] {of(normed.get1()), deviation.square().reciprocal().add(-MOMENTS_EPSILON)};
    }

    /** Over the last dimension. */
    public Tensor layerNorm(Tensor weight, Tensor bias, double epsilon) {
        return of(torch.layer_norm(
                pointer, new long[] {size(-1)}, optional(weight), optional(bias), epsilon, true));
    }

    public Tensor softmax(long dimension) {
        return of(torch.softmax(pointer, dimension));
    }

    /** Over the last dimension. */
    Tensor softmaxInPlace() {
        torch.softmax_out(pointer, pointer, -1);
        return this;
    }

    public Tensor logSoftmax(long dimension) {
        return of(torch.log_softmax(pointer, dimension));
    }

    public Tensor relu() {
        return of(pointer.relu());
    }

    public Tensor tanh() {
        return of(pointer.tanh());
    }

    public Tensor silu() {
        return of(torch.silu(pointer));
    }

    /** The exact Gaussian error linear unit. */
    public Tensor gelu() {
        return of(torch.gelu(pointer));
    }

    /** {@code x * sigmoid(1.702 x)}, as OpenAI's CLIP has it. */
    public Tensor quickGelu() {
        return mul(of(torch.sigmoid(mul(1.702).pointer)));
    }

    /** Each pixel four times. */
    public Tensor upsampleNearest2x() {
        return of(torch.upsample_nearest2d(pointer, size(-2) * 2, size(-1) * 2));
    }

    /** {@code [batch, channels, height, width]} in another size, each pixel the nearest one's; corners are not aligned. */
    public Tensor resizedNearest(long height, long width) {
        return of(torch.upsample_nearest2d(pointer, height, width));
    }

    /** In another size, on planes between neighbours, without smoothing first; corners are not aligned. */
    public Tensor resizedBilinear(long height, long width) {
        return of(torch.upsample_bilinear2d(
                pointer, new long[] {height, width}, false, new DoubleOptional(), new DoubleOptional()));
    }

    /** In another size, by cubics between neighbours (a = -0.75), without smoothing first; corners are not aligned. */
    public Tensor resizedBicubic(long height, long width) {
        return of(torch.upsample_bicubic2d(
                pointer, new long[] {height, width}, false, new DoubleOptional(), new DoubleOptional()));
    }

    /** Means of squares of {@code side} pixels. */
    public Tensor averagePool(long side) {
        return of(torch.avg_pool2d(pointer, side, side));
    }

    /** Rows of this table {@code [rows, width]} at the given indices {@code [...]}: {@code [..., width]}. */
    public Tensor embedding(Tensor indices) {
        return of(torch.embedding(pointer, indices.pointer));
    }

    /**
     * Softmax attention with the built-in kernel of the device.
     *
     * @param key {@code [batch, heads, tokens, width]}, as this tensor, the query
     * @param value likewise
     * @param mask added to the scores, or null
     * @param causal whether a token sees only itself and what stands before it
     */
    Tensor scaledDotProductAttention(Tensor key, Tensor value, Tensor mask, boolean causal) {
        Tensor attended = of(torch.scaled_dot_product_attention(
                pointer,
                key.pointer,
                value.pointer,
                optional(mask),
                0.0,
                causal,
                new org.bytedeco.pytorch.DoubleOptional(),
                false));
        return Flops.counted(attended, () -> 2 * attended.count() * key.size(2));
    }

    private static TensorOptional optional(Tensor tensor) {
        return tensor == null ? new TensorOptional() : new TensorOptional(tensor.pointer);
    }

    // ---- gradients

    /** The same values without their history. */
    public Tensor detach() {
        return of(pointer.detach());
    }

    /** Marks a leaf: gradients with respect to it are wanted. */
    public Tensor requireGradient() {
        pointer.requires_grad_(true);
        return this;
    }

    public boolean requiresGradient() {
        return pointer.requires_grad();
    }

    /** Whether what is made of it is to be differentiated. */
    boolean wantsGradient() {
        return pointer.requires_grad() && GradMode.is_enabled();
    }

    /** Whether it is numbers of 32 bits for the CPU, of which no gradient is wanted. */
    boolean isPlain() {
        return dtype() == DType.F32 && !pointer.is_cuda() && !wantsGradient();
    }

    /** Computes the gradient of this one-element tensor with respect to every leaf it came from. */
    public void backward() {
        pointer.backward();
    }

    /** The gradient of a leaf after {@link #backward}, or null if it had none. */
    public Tensor gradient() {
        var gradient = pointer.grad();
        return gradient.defined() ? of(gradient) : null;
    }

    public void clearGradient() {
        var gradient = pointer.mutable_grad();
        if (gradient.defined()) {
            gradient.reset();
        }
    }

    /** Frees the memory now; a tensor made in a scope need not be closed. */
    @Override
    public void close() {
        pointer.deallocate();
    }
}
