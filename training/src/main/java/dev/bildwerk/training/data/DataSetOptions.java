package dev.bildwerk.training.data;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;

/**
 * How a data set is built.
 *
 * @param cache folder of the fetched packages, kept from build to build
 * @param sources ids of the packages to use; empty for all
 * @param size edge of a picture in pixels
 * @param seed of everything that is drawn by chance
 * @param composedShare share of composed pictures among all, 0 to 0.9
 * @param heldOutShare share of concepts kept from training, 0 to 0.5
 * @param threads that draw pictures
 */
public record DataSetOptions(
        Path cache, Set<String> sources, int size, long seed, double composedShare, double heldOutShare, int threads) {

    public DataSetOptions {
        Objects.requireNonNull(cache, "cache");
        sources = Set.copyOf(sources);
        if (size < 16 || size % 16 != 0 || size > 1024) {
            throw new IllegalArgumentException(
                    "The size of a picture is a multiple of 16 from 16 to 1024, not " + size + ".");
        }
        if (!(composedShare >= 0 && composedShare <= 0.9)) {
            throw new IllegalArgumentException(
                    "The share of composed pictures is 0 to 0.9, not " + composedShare + ".");
        }
        if (!(heldOutShare >= 0 && heldOutShare <= 0.5)) {
            throw new IllegalArgumentException("The share of held-out concepts is 0 to 0.5, not " + heldOutShare + ".");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("Pictures are drawn by at least one thread, not " + threads + ".");
        }
    }

    /** The set-up of the default model: 128 pixels, 85 % composed, 5 % of the concepts held out, two threads. */
    public static DataSetOptions standard(Path cache) {
        return new DataSetOptions(cache, Set.of(), 128, 20261122, 0.85, 0.05, 2);
    }

    /** The same set-up for pictures of that size, that share of them composed. */
    public DataSetOptions withPictures(int size, double composedShare) {
        return new DataSetOptions(cache, sources, size, seed, composedShare, heldOutShare, threads);
    }

    boolean uses(PackageSource source) {
        return sources.isEmpty() || sources.contains(source.id());
    }
}
