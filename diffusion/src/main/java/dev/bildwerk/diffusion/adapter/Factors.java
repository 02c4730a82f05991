package dev.bildwerk.diffusion.adapter;

import dev.bildwerk.engine.Tensor;

/** What is added to one weight, in the form that the file holds it in; all tensors in F32. */
sealed interface Factors {

    /** @return {@code [out, in * height * width]}, or a shape of as many numbers */
    Tensor product();

    /** How many numbers per side go between the two factors; alpha is relative to it. */
    long rank();

    /**
     * LoRA, and LoCon for convolutions: {@code up x down}.
     *
     * @param down {@code [rank, in]} or {@code [rank, in, height, width]}
     * @param up {@code [out, rank]} or {@code [out, rank, 1, 1]}
     * @param middle {@code [rank, rank, height, width]} where the convolution lies between the two; else null
     */
    record LowRank(Tensor down, Tensor up, Tensor middle) implements Factors {
        @Override
        public Tensor product() {
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
        public long rank() {
            return down.size(0);
        }
    }

    /**
     * LoHa: the elements of two products multiplied by each other.
     *
     * @param firstCore {@code [rank, rank, height, width]} where a convolution lies between the factors; else null, like the
     *     second
     */
    record Hadamard(
            Tensor firstLeft, Tensor firstRight, Tensor firstCore, Tensor secondLeft, Tensor secondRight, Tensor secondCore)
            implements Factors {
        @Override
        public Tensor product() {
            return one(firstLeft, firstRight, firstCore).mul(one(secondLeft, secondRight, secondCore));
        }

        private static Tensor one(Tensor left, Tensor right, Tensor core) {
            if (core == null) {
                return left.matmul(right);
            }
            // LyCORIS: einsum "i j k l, j r, i p -> p r k l" of core, right and left.
            long positions = core.size(2) * core.size(3);
            Tensor flat = core.permute(2, 3, 0, 1).reshape(positions, core.size(0), core.size(1));
            Tensor spread = left.transpose(0, 1).unsqueeze(0).matmul(flat).matmul(right.unsqueeze(0));
            return spread.permute(1, 2, 0).contiguous();
        }

        @Override
        public long rank() {
            return firstRight.size(0);
        }
    }

    /** The whole difference, as some files hold it for norms and biases. */
    record Difference(Tensor difference) implements Factors {
        @Override
        public Tensor product() {
            return difference;
        }

        @Override
        public long rank() {
            return 1;
        }
    }

    /** {@code [first, everything else]}. */
    private static Tensor matrix(Tensor tensor) {
        return tensor.reshape(tensor.size(0), -1);
    }
}
