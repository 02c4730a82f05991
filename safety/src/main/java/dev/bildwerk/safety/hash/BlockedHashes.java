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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A list of blocked pictures, each hash once, in the order in which they were added. 41 bytes each; of a long list another 64 each for an
 * index from the first search on.
 *
 * <p>Immutable and thread-safe.
 */
public final class BlockedHashes {
    /** The list that blocks nothing. */
    public static final BlockedHashes NONE = builder().build();

    /** From so many hashes on an index is worth its memory; fewer are scanned in a tenth of a millisecond. */
    private static final int LONG = 50_000;

    private final HashTable hashes;
    private final byte[] reasons;
    private final int[] days;
    private final int[] sources;
    private final List<String> sourceNames;

    /** Of a long list, once it was searched. */
    private volatile MultiIndex index;

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
        return find(hash, Placement.AS_IS);
    }

    private List<Match> find(PdqHash hash, Placement placement) {
        SortedMap<Integer, Integer> distances = new TreeMap<>();
        search(hash, distances::put);
        return distances.entrySet().stream()
                .map(found -> new Match(get(found.getKey()), found.getValue(), placement))
                .sorted(Comparator.comparingInt(Match::distance))
                .toList();
    }

    private void search(PdqHash hash, HashTable.Found found) {
        if (size() < LONG) {
            hashes.scan(hash, found);
        } else {
            index().near(hash, found);
        }
    }

    private MultiIndex index() {
        if (index == null) {
            synchronized (this) {
                if (index == null) {
                    index = new MultiIndex(hashes);
                }
            }
        }
        return index;
    }

    /**
     * One that a picture looks like, as it is or turned or mirrored; none where there is too little to see for the hash to mean the
     * picture ({@link PictureHash#isGood}).
     */
    public Optional<Match> match(Picture picture) {
        return isEmpty() || !PictureHash.of(picture).isGood()
                ? Optional.empty()
                : Arrays.stream(Placement.values())
                        .flatMap(placement -> find(PictureHash.of(picture, placement).hash(), placement).stream())
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
