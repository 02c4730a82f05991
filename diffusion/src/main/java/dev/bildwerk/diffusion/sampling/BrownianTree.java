package dev.bildwerk.diffusion.sampling;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * A Brownian path over noise levels, seen through the increments between them: those of two neighbouring ways add up to
 * that of both, and none depends on what was asked before. The path is halved again and again, each half with the noise
 * of a seed of its own (Lévy's construction), until the levels asked for are met to 1e-6.
 *
 * <p>The draws are those of torchsde's {@code BrownianTree} as k-diffusion's {@code BrownianTreeNoiseSampler} uses it,
 * to the precision of the generator. Not for use by several threads at once.
 *
 * @see <a href="https://arxiv.org/abs/2001.01328">Li et al. 2020, section 4 and algorithm 3</a>
 */
final class BrownianTree {
    /** torchsde's, in words of numpy's seed sequence. */
    private static final int POOL_SIZE = 24;

    private static final int DIGITS = 6;

    /** As many as the halvings of the two ends of a way. */
    private static final int KNOWN = 64;

    private final long seed;
    private final LongFunction<float[]> normals;
    private final double start;
    private final double end;
    private final float[] whole;

    /** Increments of left halves that were computed lately, for neighbouring ways share most of them. */
    private final Map<Node, float[]> known = new LinkedHashMap<>(2 * KNOWN, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Node, float[]> eldest) {
            return size() > KNOWN;
        }
    };

    /**
     * @param seed 0 or more
     * @param normals standard normal numbers for a seed, always the same number of them
     */
    BrownianTree(long seed, LongFunction<float[]> normals, double start, double end) {
        this.seed = seed;
        this.normals = normals;
        this.start = rounded(start);
        this.end = rounded(end);
        this.whole = scaled(normals.apply(SeedSequence.firstSeed(seed, POOL_SIZE)), Math.sqrt(end - start));
    }

    /**
     * What the path gains on the way from one level to another, divided by the root of their distance: standard normal
     * numbers; none on no way.
     */
    float[] between(double from, double to) {
        float[] sum = new float[whole.length];
        if (from == to) {
            return sum;
        }
        double low = Math.clamp(rounded(Math.min(from, to)), start, end);
        double high = Math.clamp(rounded(Math.max(from, to)), start, end);
        addIncrement(sum, new Node(start, end, 0, 0), whole, low, high);
        return scaled(sum, Math.signum(to - from) / Math.sqrt(Math.abs(to - from)));
    }

    /**
     * A piece of the path.
     *
     * @param key which of the pieces of its size
     * @param depth how often the path was halved
     */
    private record Node(double start, double end, long key, int depth) {
        double middle() {
            return rounded(0.5 * (end + start));
        }

        Node left() {
            return new Node(start, middle(), 2 * key, depth + 1);
        }

        Node right() {
            return new Node(middle(), end, 2 * key + 1, depth + 1);
        }
    }

    /** Adds what lies between two levels within a piece whose own increment is known. */
    private void addIncrement(float[] sum, Node node, float[] increment, double from, double to) {
        if (from == node.start && to == node.end) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += increment[i];
            }
            return;
        }
        double middle = node.middle();
        if (from >= to || middle <= node.start || middle >= node.end) {
            return;
        }
        float[] left = known.computeIfAbsent(node, parent -> leftIncrement(parent, increment));
        if (from < middle) {
            addIncrement(sum, node.left(), left, from, Math.min(to, middle));
        }
        if (to > middle) {
            float[] right = new float[left.length];
            for (int i = 0; i < right.length; i++) {
                right[i] = increment[i] - left[i];
            }
            addIncrement(sum, node.right(), right, Math.max(from, middle), to);
        }
    }

    /** The Brownian bridge at the middle, given the whole. */
    private float[] leftIncrement(Node node, float[] increment) {
        double left = node.middle() - node.start;
        double right = node.end - node.middle();
        double length = node.end - node.start;
        float[] values = normals.apply(SeedSequence.firstSeed(seed, POOL_SIZE, node.key, node.depth));
        float mean = (float) (left / length);
        float deviation = (float) Math.sqrt(left * right / length);
        for (int i = 0; i < values.length; i++) {
            values[i] = mean * increment[i] + deviation * values[i];
        }
        return values;
    }

    private static float[] scaled(float[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= (float) factor;
        }
        return values;
    }

    private static double rounded(double level) {
        return new BigDecimal(level).setScale(DIGITS, RoundingMode.HALF_EVEN).doubleValue();
    }
}
