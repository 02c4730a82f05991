package dev.bildwerk.safety.consent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.UnaryOperator;

/**
 * The registry of consent of this machine, in one file with a JSON object a line. What another process changes in it counts from the next
 * look on. Thread-safe.
 */
public final class RegistryStore {
    private static final Object ONE_CHANGE_A_PROCESS = new Object();
    private static final long MOST_BYTES = 64L << 20;

    private final Path file;
    private volatile Loaded loaded = new Loaded(null, ConsentRegistry.EMPTY);

    /** @param of what the file was then; null where there was none */
    private record Loaded(Stamp of, ConsentRegistry registry) {}

    private record Stamp(long modified, long size, Object key) {}

    /** @param file need not be there yet */
    public RegistryStore(Path file) {
        this.file = file;
    }

    public Path file() {
        return file;
    }

    /**
     * The registry as it is now; empty where there is no file.
     *
     * @throws RegistryException where the file cannot be read or has a line that cannot be understood
     */
    public ConsentRegistry current() {
        Stamp now = stamp();
        Loaded known = loaded;
        if (now == null ? known.of() == null : now.equals(known.of())) {
            return known.registry();
        }
        ConsentRegistry read = now == null ? ConsentRegistry.EMPTY : read();
        loaded = new Loaded(now, read);
        return read;
    }

    private Stamp stamp() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime().toMillis(), attributes.size(), attributes.fileKey());
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new RegistryException("registry.read", "%s cannot be read: check its permissions.".formatted(file));
        }
    }

    private ConsentRegistry read() {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new RegistryException(
                        "registry.read", "%s has more than %,d bytes.".formatted(file, MOST_BYTES));
            }
            return new ConsentRegistry(RegistryLines.read(file, Files.readAllLines(file, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new RegistryException(
                    "registry.read", "%s cannot be read, or is not in UTF-8: check it.".formatted(file));
        }
    }

    /**
     * Writes the registry anew as it is after a change, while no other process changes it.
     *
     * @return the new registry
     * @throws RegistryException where it cannot be read or written; it is then as it was
     */
    public ConsentRegistry change(UnaryOperator<ConsentRegistry> change) {
        synchronized (ONE_CHANGE_A_PROCESS) {
            Path folder = file.toAbsolutePath().getParent();
            Path beside = folder.resolve(
                    ".bildwerk-%d-%d.part".formatted(ProcessHandle.current().pid(), System.nanoTime()));
            try {
                Files.createDirectories(folder);
                try (FileChannel lock = FileChannel.open(
                        file.resolveSibling(file.getFileName() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                    lock.lock(); // Closing the channel gives it back.
                    ConsentRegistry after = change.apply(current());
                    Files.write(beside, RegistryLines.of(after), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
                    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                    return after;
                } finally {
                    Files.deleteIfExists(beside);
                }
            } catch (IOException e) {
                throw new RegistryException(
                        "registry.write", "%s cannot be written: check that its folder may be written to.".formatted(file));
            }
        }
    }
}
