package dev.bildwerk.diffusion.checkpoint.names;

import dev.bildwerk.engine.Tensor;
import java.util.List;

/** Where a weight lies in a file, and in which form: layouts differ in names and sometimes in shapes. */
public sealed interface StoredWeight {

    /** The tensor's name in the file. */
    String name();

    /** The weight as it is. A 1x1 convolution also fills the place of a linear layer, which computes the same. */
    record Whole(String name) implements StoredWeight {}

    /**
     * Equal parts of a tensor, one below the other, as OpenCLIP's {@code in_proj_weight} holds queries, keys and
     * values.
     *
     * @param part counted from 0
     * @param parts of the whole
     */
    record Rows(String name, int part, int parts) implements StoredWeight {}

    /** Rows and columns exchanged, as OpenCLIP's {@code text_projection}. */
    record Transposed(String name) implements StoredWeight {}

    /** The shape that the file should have for a weight of the shape that a module asks for. */
    default long[] storedShape(long... shape) {
        return switch (this) {
            case Whole whole -> shape.clone();
            case Rows rows -> {
                long[] stored = shape.clone();
                stored[0] *= rows.parts;
                yield stored;
            }
            case Transposed transposed -> new long[] {shape[1], shape[0]};
        };
    }

    /** Whether a tensor of that shape can give a weight of the shape that a module asks for. */
    default boolean fits(List<Long> stored, long... shape) {
        long[] expected = storedShape(shape);
        boolean convolution = this instanceof Whole && expected.length == 2 && stored.size() > 2 && stored.size() <= 4;
        if (stored.size() != expected.length && !convolution) {
            return false;
        }
        for (int i = 0; i < stored.size(); i++) {
            if (stored.get(i) != (i < expected.length ? expected[i] : 1)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The weight in the form that a module asks for, as a view.
     *
     * @param stored of a shape that {@link #fits}
     */
    default Tensor view(Tensor stored, long... shape) {
        return switch (this) {
            case Whole whole -> stored.reshape(shape);
            case Rows rows -> stored.narrow(0, rows.part * shape[0], shape[0]);
            case Transposed transposed -> stored.transpose(0, 1);
        };
    }
}
