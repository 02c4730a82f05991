package dev.bildwerk.diffusion.adapter;

import dev.bildwerk.engine.Tensor;

/** What is added to one weight, in the form that the file holds it in; all tensors in F32. */
sealed interface Factors {

    /**
     * What is added at full strength, before alpha.
     *
     * @param weight that it is added to, {@code [out, in]} or {@code [out, in, height, width]}
     * @return {@code [out, in * height * width]}, or a shape of as many numbers
     */
    Tensor product(Tensor weight);

    /**
     * How many numbers the product has, before any is computed: two short factors can promise more than memory holds.
     */
    long count(Tensor weight);

    /** What alpha makes of the product: most hold it relative to the rank, and some have none. */
    double scale(double alpha);

    /**
     * LoRA, and LoCon for convolutions: {@code up x down}.
     *
     * @param down {@code [rank, in]} or {@code [rank, in, height, width]}
     * @param up {@code [out, rank]} or {@code [out, rank, 1, 1]}
     * @param middle {@code [rank, rank, height, width]} where the convolution lies between the two; else null
     */
    record LowRank(Tensor down, Tensor up, Tensor middle) implements Factors {
        @Override
        public Tensor product(Tensor weight) {
            Tensor left = matrix(up);
            if (middle == null) {
                return left.matmul(matrix(down));
            }
            // [a, b, h, w] to [out, in, h, w]: up over a, down over b.
            long positions = middle.size(2) * middle.size(3);
            Tensor core = middle.permute(2, 3, 0, 1).reshape(positions, middle.size(0), middle.size(1));
            Tensor spread = left.unsqueeze(0).matmul(core).matmul(matrix(down).unsqueeze(0));
            return spread.permute(1, 2, 0).contiguous();
        }

        @Override
        public long count(Tensor weight) {
            return numbers(up.size(0), rest(down), middle == null ? 1 : positions(middle));
        }

        @Override
        public double scale(double alpha) {
            return alpha / down.size(0);
        }
    }

    /**
     * LoHa: the elements of two products multiplied by each other.
     *
     * @param firstCore {@code [rank, rank, height, width]} where a convolution lies between the factors; else null,
     *     like the second
     */
    record Hadamard(
            Tensor firstLeft,
            Tensor firstRight,
            Tensor firstCore,
            Tensor secondLeft,
            Tensor secondRight,
            Tensor secondCore)
            implements Factors {
        @Override
        public Tensor product(Tensor weight) {
            return around(firstLeft, firstRight, firstCore).mul(around(secondLeft, secondRight, secondCore));
        }

        @Override
        public long count(Tensor weight) {
            long first = countAround(firstLeft, firstRight, firstCore);
            return first == countAround(secondLeft, secondRight, secondCore) ? first : -1;
        }

        @Override
        public double scale(double alpha) {
            return alpha / firstRight.size(0);
        }
    }

    /**
     * LoKr: the Kronecker product of a small matrix and a larger one.
     *
     * @param first {@code [a, b]}
     * @param second {@code [out / a, in / b]} or {@code [out / a, in / b, height, width]}
     * @param rank of the one that is a product of two itself; 0 where both are whole, which has no alpha
     */
    record Kronecker(Tensor first, Tensor second, long rank) implements Factors {
        @Override
        public Tensor product(Tensor weight) {
            Tensor small = matrix(first);
            Tensor large = matrix(second);
            return small.reshape(small.size(0), 1, small.size(1), 1)
                    .mul(large.reshape(1, large.size(0), 1, large.size(1)))
                    .reshape(small.size(0) * large.size(0), -1);
        }

        @Override
        public long count(Tensor weight) {
            return numbers(first.shape()) * numbers(second.shape());
        }

        @Override
        public double scale(double alpha) {
            return rank == 0 ? 1 : alpha / rank;
        }
    }

    /**
     * GLoRA: {@code weight x a1 x a2 + b1 x b2}. Older files have the factors the other way around, which their shapes
     * show.
     *
     * @param a1 {@code [in, rank]}
     * @param a2 {@code [rank, in]}
     * @param b1 {@code [out, rank]}
     * @param b2 {@code [rank, in]} or {@code [rank, in, height, width]}
     */
    record Generalized(Tensor a1, Tensor a2, Tensor b1, Tensor b2) implements Factors {
        @Override
        public Tensor product(Tensor weight) {
            boolean older = isOlder(weight);
            Tensor beside = older ? matrix(b2).matmul(matrix(b1)) : matrix(b1).matmul(matrix(b2));
            Tensor turned = weight.reshape(weight.size(0), weight.size(1), -1)
                    .transpose(1, 2)
                    .matmul(matrix(older ? a2 : a1))
                    .matmul(matrix(older ? a1 : a2))
                    .transpose(1, 2);
            return turned.reshape(weight.size(0), -1).add(beside);
        }

        @Override
        public long count(Tensor weight) {
            return isOlder(weight) ? numbers(b2.size(0), rest(b1)) : numbers(b1.size(0), rest(b2));
        }

        private boolean isOlder(Tensor weight) {
            return b1.size(0) != weight.size(0) || b1.size(1) != b2.size(0);
        }

        @Override
        public double scale(double alpha) {
            return alpha / Math.min(a1.size(0), a1.size(1));
        }
    }

    /**
     * (IA)^3: every row, or every column, times a number.
     *
     * @param scales one for each output, or for each input
     */
    record Scaling(Tensor scales, boolean ofInputs) implements Factors {
        @Override
        public Tensor product(Tensor weight) {
            long rows = weight.size(0);
            Tensor each = ofInputs ? scales.reshape(1, -1, 1) : scales.reshape(-1, 1, 1);
            return weight.reshape(rows, weight.size(1), -1).mul(each);
        }

        @Override
        public long count(Tensor weight) {
            boolean fits = numbers(scales.shape()) == weight.size(ofInputs ? 1 : 0);
            return fits ? numbers(weight.shape()) : -1;
        }

        @Override
        public double scale(double alpha) {
            return 1;
        }
    }

    /** The whole difference, as some files hold it for norms and biases. */
    record Difference(Tensor difference) implements Factors {
        @Override
        public Tensor product(Tensor weight) {
            return difference;
        }

        @Override
        public long count(Tensor weight) {
            return numbers(difference.shape());
        }

        @Override
        public double scale(double alpha) {
            return 1;
        }
    }

    private static long countAround(Tensor left, Tensor right, Tensor core) {
        return core == null
                ? numbers(left.size(0), rest(right))
                : numbers(left.size(1), right.size(1), positions(core));
    }

    private static long rest(Tensor tensor) {
        return numbers(tensor.shape()) / tensor.size(0);
    }

    private static long positions(Tensor core) {
        return core.size(2) * core.size(3);
    }

    /** Of sizes; those of one file's tensors do not overflow. */
    static long numbers(long... sizes) {
        long product = 1;
        for (long size : sizes) {
            product *= size;
        }
        return product;
    }

    /** {@code [first, everything else]}. */
    static Tensor matrix(Tensor tensor) {
        return tensor.reshape(tensor.size(0), -1);
    }

    /**
     * The product of two factors, around the core that lies between them where there is one.
     *
     * @param left {@code [out, rank]}; with a core {@code [rank, out]}
     * @param right {@code [rank, in]} or {@code [rank, in, height, width]}
     * @param core {@code [rank, rank, height, width]}, or null
     */
    static Tensor around(Tensor left, Tensor right, Tensor core) {
        if (core == null) {
            return left.matmul(matrix(right));
        }
        // LyCORIS: einsum "i j k l, j r, i p -> p r k l" of core, right and left.
        long positions = core.size(2) * core.size(3);
        Tensor flat = core.permute(2, 3, 0, 1).reshape(positions, core.size(0), core.size(1));
        Tensor spread = left.transpose(0, 1).unsqueeze(0).matmul(flat).matmul(right.unsqueeze(0));
        return spread.permute(1, 2, 0).contiguous();
    }
}
