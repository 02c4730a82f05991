package dev.bildwerk.diffusion.checkpoint.detect;

import dev.bildwerk.engine.DType;
import dev.bildwerk.engine.safetensors.TensorEntry;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the headers of a model's files say: all that detection looks at.
 *
 * @param tensors by name, in the order of names
 * @param metadata the author's words
 */
public record Manifest(NavigableMap<String, Item> tensors, Map<String, String> metadata) {

    /** @param shape outermost axis first */
    public record Item(DType dtype, List<Long> shape) {
        public Item {
            shape = List.copyOf(shape);
        }

        /** Of its numbers. */
        public long count() {
            return shape.stream().reduce(1L, (a, b) -> a * b);
        }
    }

    public Manifest {
        tensors = Collections.unmodifiableNavigableMap(new TreeMap<>(tensors));
        metadata = Map.copyOf(metadata);
    }

    public static Manifest of(Collection<TensorEntry> entries, Map<String, String> metadata) {
        NavigableMap<String, Item> tensors = new TreeMap<>();
        entries.forEach(entry -> tensors.put(entry.name(), new Item(entry.dtype(), entry.shape())));
        return new Manifest(tensors, metadata);
    }

    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    public boolean hasBelow(String prefix) {
        String first = tensors.ceilingKey(prefix);
        return first != null && first.startsWith(prefix);
    }

    public Stream<String> names() {
        return tensors.keySet().stream();
    }

    /** The tensors below a prefix, without it. */
    public Manifest below(String prefix) {
        NavigableMap<String, Item> below = new TreeMap<>();
        for (var entry : tensors.tailMap(prefix, true).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            below.put(entry.getKey().substring(prefix.length()), entry.getValue());
        }
        return new Manifest(below, metadata);
    }

    /**
     * The size of an axis of a tensor; 0 where there is no such tensor or axis, or where it is too large for any model.
     *
     * @param axis from 0
     */
    public int size(String name, int axis) {
        Item item = tensors.get(name);
        if (item == null || axis >= item.shape().size()) {
            return 0;
        }
        long size = item.shape().get(axis);
        return size > 1 << 24 ? 0 : (int) size;
    }

    /** Number of axes; 0 where there is no such tensor. */
    public int axes(String name) {
        Item item = tensors.get(name);
        return item == null ? 0 : item.shape().size();
    }

    /** How many modules stand in a row below a prefix: {@code prefix0.}, {@code prefix1.}, and so on. */
    public int countBelow(String prefix) {
        int count = 0;
        while (hasBelow(prefix + count + ".")) {
            count++;
        }
        return count;
    }

    /** How many numbers there are in each format. */
    public Map<DType, Long> parameters() {
        Map<DType, Long> parameters = new EnumMap<>(DType.class);
        tensors.values().forEach(item -> parameters.merge(item.dtype(), item.count(), Long::sum));
        return parameters;
    }
}
