package dev.bildwerk.engine.safetensors;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Writes safetensors files. The same tensors and metadata give the same bytes.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the safetensors format</a>
 */
public final class SafetensorsWriter {
    private static final int CHUNK_BYTES = 1 << 20;

    private SafetensorsWriter() {}

    /**
     * Writes a file beside its place, and renames it once all of it is on the disk: at {@code path} there is the old file
     * or the whole new one, never a part.
     *
     * @param tensors in any order; wider number formats are written first (within one width the order is kept), so that
     *     every tensor starts at a multiple of its element's size
     * @param metadata free text; written in the order of its keys
     * @throws SafetensorsException if a tensor does not fit its description, or if the disk refuses the file or is full
     */
    public static void write(Path path, Collection<TensorData> tensors, Map<String, String> metadata) {
        List<TensorData> ordered = tensors.stream()
                .sorted(Comparator.comparingInt((TensorData tensor) -> tensor.dtype().bytes()).reversed())
                .toList();
        byte[] header = HeaderWriter.bytes(ordered, metadata, path);
        Path folder = path.toAbsolutePath().getParent();
        Path partial = folder.resolve(".bildwerk-" + UUID.randomUUID() + ".part");
        long bytes = header.length + ordered.stream().mapToLong(tensor -> tensor.data().byteSize()).sum();
        try {
            checkSpace(folder, bytes, path);
            try {
                writeThrough(partial, header, ordered);
                Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw failure(path, bytes, e);
        }
    }

    private static void checkSpace(Path folder, long bytes, Path path) throws IOException {
        long usable = Files.getFileStore(folder).getUsableSpace();
        if (usable < bytes) {
            throw new SafetensorsException(
                    "safetensors.disk-full",
                    path,
                    "the file needs %,d bytes and the disk has only %,d left: free some space."
                            .formatted(bytes, usable));
        }
    }

    private static void writeThrough(Path partial, byte[] header, List<TensorData> tensors) throws IOException {
        try (FileChannel channel =
                FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
            copy(MemorySegment.ofArray(header), chunk, channel);
            for (TensorData tensor : tensors) {
                copy(tensor.data(), chunk, channel);
            }
            channel.force(true);
        }
    }

    /** Through a buffer, because a segment may be larger than any {@link ByteBuffer} or lie on an array of floats. */
    private static void copy(MemorySegment data, ByteBuffer chunk, FileChannel channel) throws IOException {
        for (long done = 0; done < data.byteSize(); done += CHUNK_BYTES) {
            long count = Math.min(CHUNK_BYTES, data.byteSize() - done);
            chunk.clear().limit((int) count);
            MemorySegment.ofBuffer(chunk).copyFrom(data.asSlice(done, count));
            while (chunk.hasRemaining()) {
                channel.write(chunk);
            }
        }
    }

    /** Java has no exception of its own for a full disk, only the system's words. */
    static SafetensorsException failure(Path path, long bytes, IOException e) {
        String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (reason.contains("no space left") || reason.contains("not enough space") || reason.contains("quota")) {
            return new SafetensorsException(
                    "safetensors.disk-full",
                    path,
                    "the disk became full while %,d bytes were written: free some space.".formatted(bytes),
                    e);
        }
        return new SafetensorsException(
                "safetensors.unwritable",
                path,
                "the file cannot be written (%s: %s): check that the folder exists and may be written to."
                        .formatted(e.getClass().getSimpleName(), Printable.text(String.valueOf(e.getMessage()))),
                e);
    }
}
