package dev.bildwerk.engine.safetensors;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file, mapped into memory read-only. The header is checked in full when the file is opened, so that every
 * segment handed out lies inside the file.
 *
 * <p>May be used by several threads. A segment must not be used after {@link #close()}, and whatever reads its address
 * from outside of Java (a tensor made from it) must be gone by then. Writing to a segment is an error; through its
 * address it ends the process. A file that another program shortens while it is open can end the process as well.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the safetensors format</a>
 */
public final class SafetensorsFile implements AutoCloseable {
    private final Path path;
    private final Map<String, String> metadata;
    private final List<TensorEntry> entries;
    private final Map<String, TensorEntry> tensors;
    private final Arena arena;
    private final MemorySegment data;

    private SafetensorsFile(
            Path path, Map<String, String> metadata, List<TensorEntry> entries, Arena arena, MemorySegment data) {
        this.path = path;
        this.metadata = Collections.unmodifiableMap(metadata);
        this.entries = entries;
        Map<String, TensorEntry> byName = LinkedHashMap.newLinkedHashMap(entries.size());
        entries.forEach(entry -> byName.put(entry.name(), entry));
        this.tensors = Collections.unmodifiableMap(byName);
        this.arena = arena;
        this.data = data;
    }

    /** @throws SafetensorsException if the file cannot be read or is not a whole and valid safetensors file */
    public static SafetensorsFile open(Path path) {
        if (!Files.exists(path)) {
            throw new SafetensorsException("safetensors.missing", path, "there is no such file: check the path.");
        }
        if (!Files.isRegularFile(path)) {
            throw new SafetensorsException("safetensors.unreadable", path, "this is a folder or device, not a file.");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            byte[] headerBytes = HeaderBytes.read(channel, path);
            Header header = HeaderParser.parse(headerBytes, path);
            long dataStart = HeaderBytes.LENGTH_BYTES + (long) headerBytes.length;
            long dataBytes = channel.size() - dataStart;
            List<TensorEntry> entries = DataLayout.inDataOrder(header.entries(), dataBytes, path);
            return map(channel, path, header.metadata(), entries, dataStart, dataBytes);
        } catch (IOException e) {
            throw new SafetensorsException(
                    "safetensors.unreadable",
                    path,
                    "the file cannot be read (%s): check its permissions and the disk.".formatted(e.getMessage()),
                    e);
        }
    }

    private static SafetensorsFile map(
            FileChannel channel,
            Path path,
            Map<String, String> metadata,
            List<TensorEntry> entries,
            long dataStart,
            long dataBytes)
            throws IOException {
        Arena arena = Arena.ofShared();
        try {
            MemorySegment data = channel.map(FileChannel.MapMode.READ_ONLY, dataStart, dataBytes, arena);
            return new SafetensorsFile(path, metadata, entries, arena, data);
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    public Path path() {
        return path;
    }

    /** Free text of the file's author, such as {@code format -> pt}; empty if there is none. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** All tensors in the order of their data, so that reading them in turn runs through the file once. */
    public List<TensorEntry> entries() {
        return entries;
    }

    /** The tensors by name, in the order of {@link #entries()}. */
    public Map<String, TensorEntry> tensors() {
        return tensors;
    }

    /**
     * The bytes of a tensor, without a copy: row-major, little-endian, read-only, valid until {@link #close()}. Its address
     * need not be a multiple of the element's size, for the format does not ask for it.
     *
     * @throws IllegalArgumentException if the entry is not one of this file
     */
    public MemorySegment segment(TensorEntry entry) {
        if (!entry.equals(tensors.get(entry.name()))) {
            throw new IllegalArgumentException("%s is not a tensor of %s.".formatted(entry, path));
        }
        return data.asSlice(entry.begin(), entry.byteSize());
    }

    /** Unmaps the file. Closing again does nothing. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
