package dev.bildwerk.safety.hash;

import dev.bildwerk.diffusion.picture.Picture;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A list of blocked pictures, each hash once, in the order in which they were added; 41 bytes each.
 *
 * <p>A search goes through all of it. Half of each hash rules nearly every one out: halves of unrelated hashes differ in 64 bits, give or
 * take 6, so that the other half is hardly ever read.
 *
 * <p>Immutable and thread-safe.
 */
public final class BlockedHashes {
    /** The list that blocks nothing. */
    public static final BlockedHashes NONE = builder().build();

    private final HashTable hashes;
    private final byte[] reasons;
    private final int[] days;
    private final int[] sources;
    private final List<String> sourceNames;

    private BlockedHashes(Builder builder) {
        int size = builder.hashes.size();
        hashes = builder.hashes.trimmed();
        reasons = Arrays.copyOf(builder.reasons, size);
        days = Arrays.copyOf(builder.days, size);
        sources = Arrays.copyOf(builder.sources, size);
        sourceNames = List.copyOf(builder.sourceNames);
    }

    public static Builder builder() {
        return new Builder();
    }

    public int size() {
        return hashes.size();
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    /** In the order in which they were added. */
    public Stream<BlockedHash> stream() {
        return IntStream.range(0, size()).mapToObj(this::get);
    }

    private BlockedHash get(int index) {
        return new BlockedHash(
                hashes.get(index),
                BlockReason.values()[reasons[index]],
                sourceNames.get(sources[index]),
                LocalDate.ofEpochDay(days[index]));
    }

    /** Those that differ from a hash in at most {@link PdqHash#MATCH} bits, the nearest first. */
    public List<Match> find(PdqHash hash) {
        List<Match> found = new ArrayList<>();
        hashes.scan(hash, PdqHash.MATCH, (index, distance) -> {
            found.add(new Match(get(index), distance, Placement.AS_IS));
            return PdqHash.MATCH;
        });
        found.sort(Comparator.comparingInt(Match::distance));
        return found;
    }

    /** The nearest that differs from a hash in at most {@link PdqHash#MATCH} bits. */
    public Optional<Match> nearest(PdqHash hash) {
        return nearest(hash, Placement.AS_IS);
    }

    private Optional<Match> nearest(PdqHash hash, Placement placement) {
        int[] best = {-1, 0};
        hashes.scan(hash, PdqHash.MATCH, (index, distance) -> {
            best[0] = index;
            best[1] = distance;
            return distance - 1;
        });
        return best[0] < 0 ? Optional.empty() : Optional.of(new Match(get(best[0]), best[1], placement));
    }

    /**
     * One that a picture looks like, as it is or turned or mirrored; none where there is too little to see for the hash to mean the
     * picture ({@link PictureHash#isGood}).
     */
    public Optional<Match> match(Picture picture) {
        return isEmpty() || !PictureHash.of(picture).isGood()
                ? Optional.empty()
                : Arrays.stream(Placement.values())
                        .flatMap(placement -> nearest(PictureHash.of(picture, placement).hash(), placement).stream())
                        .findFirst();
    }

    /** With these at the end; one whose hash is there already is left out. */
    public BlockedHashes with(BlockedHashes more) {
        Builder builder = builder();
        stream().forEach(builder::add);
        more.stream().forEach(builder::add);
        return builder.build();
    }

    /** Without those that fit. */
    public BlockedHashes without(Predicate<BlockedHash> fits) {
        Builder builder = builder();
        stream().filter(fits.negate()).forEach(builder::add);
        return builder.build();
    }

    /** Puts a list together. Not thread-safe. */
    public static final class Builder {
        private final HashTable hashes = new HashTable();
        private byte[] reasons = new byte[16];
        private int[] days = new int[16];
        private int[] sources = new int[16];
        private final List<String> sourceNames = new ArrayList<>();
        private final Map<String, Integer> sourceIndex = new HashMap<>();

        private Builder() {}

        /** @return false where the hash is there already; that entry stays as it is */
        public boolean add(BlockedHash blocked) {
            int index = hashes.size();
            if (!hashes.add(blocked.hash())) {
                return false;
            }
            if (index == reasons.length) {
                reasons = Arrays.copyOf(reasons, 2 * index);
                days = Arrays.copyOf(days, 2 * index);
                sources = Arrays.copyOf(sources, 2 * index);
            }
            reasons[index] = (byte) blocked.reason().ordinal();
            days[index] = Math.toIntExact(blocked.date().toEpochDay());
            sources[index] = sourceIndex.computeIfAbsent(blocked.source(), name -> {
                sourceNames.add(name);
                return sourceNames.size() - 1;
            });
            return true;
        }

        public int size() {
            return hashes.size();
        }

        public BlockedHashes build() {
            return new BlockedHashes(this);
        }
    }
}
