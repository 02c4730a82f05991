package dev.bildwerk.safety.store;

import dev.bildwerk.engine.CodedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Something immutable that is kept in one file. What another process changes in it counts from the next look on. Thread-safe.
 *
 * @param <T> what is kept
 */
public final class KeptFile<T> {
    private static final Object ONE_CHANGE_A_PROCESS = new Object();

    private final Path file;
    private final T empty;
    private final Function<Path, T> reader;
    private final Function<Path, CodedException> unreadable;
    private final Function<Path, CodedException> unwritable;
    private volatile Loaded<T> loaded;

    /**
     * As it was read.
     *
     * @param of what the file was then; null where there was none
     */
    private record Loaded<T>(Stamp of, T kept) {
        boolean is(Stamp now) {
            return now == null ? of == null : now.equals(of);
        }
    }

    /** Changes whenever a file is written anew, even within one tick of its clock. */
    private record Stamp(long modified, long size, Object key) {}

    /**
     * @param file need not be there yet
     * @param empty what is kept where there is no file
     * @param reader reads the file
     * @param unreadable what is thrown where the file's state cannot be told
     * @param unwritable what is thrown where it, or its folder, cannot be written to
     */
    public KeptFile(
            Path file,
            T empty,
            Function<Path, T> reader,
            Function<Path, CodedException> unreadable,
            Function<Path, CodedException> unwritable) {
        this.file = file;
        this.empty = empty;
        this.reader = reader;
        this.unreadable = unreadable;
        this.unwritable = unwritable;
        loaded = new Loaded<>(null, empty);
    }

    public Path file() {
        return file;
    }

    /** What is kept now; read again only where the file was changed. */
    public T current() {
        Stamp now = stamp();
        if (!loaded.is(now)) {
            synchronized (this) {
                if (!loaded.is(now)) {
                    loaded = new Loaded<>(now, now == null ? empty : reader.apply(file));
                }
            }
        }
        return loaded.kept();
    }

    private Stamp stamp() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime().toMillis(), attributes.size(), attributes.fileKey());
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw unreadable.apply(file);
        }
    }

    /**
     * Changes what is kept, while no other process does.
     *
     * @param writer writes the file anew if what it hears is another than before
     * @return what is kept then
     */
    public T change(UnaryOperator<T> change, Consumer<T> writer) {
        synchronized (ONE_CHANGE_A_PROCESS) {
            try {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Path lock = file.resolveSibling(file.getFileName() + ".lock");
                try (FileChannel channel =
                        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                    channel.lock(); // Closing the channel gives it back.
                    T before = current();
                    T after = change.apply(before);
                    if (after != before) {
                        writer.accept(after);
                    }
                    return after;
                }
            } catch (IOException e) {
                throw unwritable.apply(file);
            }
        }
    }
}
