package dev.bildwerk.engine.safetensors;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Checks that the tensors of a file fill its data section from the first byte to the last, without holes or overlaps. */
final class DataLayout {
    private DataLayout() {}

    /**
     * @param dataBytes length of the data section
     * @return the entries in the order of their data
     * @throws SafetensorsException with the name of the first tensor that lies wrongly
     */
    static List<TensorEntry> inDataOrder(List<TensorEntry> entries, long dataBytes, Path file) {
        List<TensorEntry> ordered = entries.stream()
                .sorted(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end))
                .toList();
        long position = 0;
        for (TensorEntry entry : ordered) {
            if (entry.begin() < position) {
                throw new SafetensorsException(
                        "safetensors.overlap",
                        file,
                        "the data of tensor %s overlaps that of another one: the file is damaged."
                                .formatted(Printable.quoted(entry.name())));
            }
            if (entry.begin() > position) {
                throw new SafetensorsException(
                        "safetensors.gap",
                        file,
                        "%,d bytes before tensor %s belong to no tensor: the file is damaged."
                                .formatted(entry.begin() - position, Printable.quoted(entry.name())));
            }
            if (entry.end() > dataBytes) {
                throw new SafetensorsException(
                        "safetensors.truncated",
                        file,
                        "the file ends before the data of tensor %s does (%,d of %,d bytes): download it again."
                                .formatted(Printable.quoted(entry.name()), dataBytes, entry.end()));
            }
            position = entry.end();
        }
        if (position < dataBytes) {
            throw new SafetensorsException(
                    "safetensors.surplus",
                    file,
                    "the last %,d bytes of the file belong to no tensor: the file is damaged."
                            .formatted(dataBytes - position));
        }
        return ordered;
    }
}
