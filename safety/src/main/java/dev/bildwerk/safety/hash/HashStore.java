package dev.bildwerk.safety.hash;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDate;
import java.util.function.UnaryOperator;

/**
 * The list of blocked pictures of this machine, in one file. What another process changes in it counts from the next look on.
 * Thread-safe.
 */
public final class HashStore {
    private static final Object ONE_CHANGE_A_PROCESS = new Object();

    private final Path file;
    private volatile Loaded loaded = new Loaded(null, BlockedHashes.NONE);

    /**
     * A list as it was read.
     *
     * @param of what the file was then; null where there was none
     */
    private record Loaded(Stamp of, BlockedHashes hashes) {}

    /** Changes whenever a file is written anew, even within one tick of its clock. */
    private record Stamp(long modified, long size, Object key) {}

    /** @param file need not be there yet */
    public HashStore(Path file) {
        this.file = file;
    }

    public Path file() {
        return file;
    }

    /**
     * The list as it is now; empty where there is no file.
     *
     * @throws HashListException where the file cannot be read or has a line that cannot be understood
     */
    public BlockedHashes current() {
        Stamp now = stamp();
        if (!isLoaded(now)) {
            synchronized (this) {
                if (!isLoaded(now)) {
                    loaded = new Loaded(now, now == null ? BlockedHashes.NONE : read());
                }
            }
        }
        return loaded.hashes();
    }

    private boolean isLoaded(Stamp now) {
        Stamp of = loaded.of();
        return now == null ? of == null : now.equals(of);
    }

    private Stamp stamp() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime().toMillis(), attributes.size(), attributes.fileKey());
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new HashListException("hashes.read", "%s cannot be read: check its permissions.".formatted(file));
        }
    }

    private BlockedHashes read() {
        return HashListReader.read(file, BlockReason.TAKEDOWN, "", LocalDate.EPOCH).hashes();
    }

    /**
     * Writes the list anew as it is after a change, while no other process changes it.
     *
     * @return the new list
     * @throws HashListException where it cannot be read or written; it is then as it was
     */
    public BlockedHashes change(UnaryOperator<BlockedHashes> change) {
        synchronized (ONE_CHANGE_A_PROCESS) {
            try {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Path lock = file.resolveSibling(file.getFileName() + ".lock");
                try (FileChannel channel =
                        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                    channel.lock(); // Closing the channel gives it back.
                    return changed(change);
                }
            } catch (IOException e) {
                throw new HashListException(
                        "hashes.write", "%s cannot be written: check that its folder may be written to.".formatted(file));
            }
        }
    }

    private BlockedHashes changed(UnaryOperator<BlockedHashes> change) {
        BlockedHashes before = current();
        BlockedHashes after = change.apply(before);
        if (after.size() > HashListReader.MOST) {
            throw new HashListException(
                    "hashes.many", "%s would have more than %,d hashes.".formatted(file, HashListReader.MOST));
        }
        if (after != before) {
            HashListWriter.write(file, after.stream(), HashListFormat.CSV);
        }
        return after;
    }
}
