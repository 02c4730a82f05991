package dev.bildwerk.safety.consent;

import dev.bildwerk.safety.store.KeptFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.UnaryOperator;

/**
 * The registry of consent of this machine, in one file with a JSON object a line. What another process changes in it counts from the next
 * look on. Thread-safe.
 */
public final class RegistryStore {
    private static final long MOST_BYTES = 64L << 20;

    private final KeptFile<ConsentRegistry> kept;

    /** @param file need not be there yet */
    public RegistryStore(Path file) {
        kept = new KeptFile<>(
                file,
                ConsentRegistry.EMPTY,
                RegistryStore::read,
                registry -> new RegistryException(
                        "registry.read", "%s cannot be read: check its permissions.".formatted(registry)),
                RegistryStore::unwritable);
    }

    public Path file() {
        return kept.file();
    }

    /**
     * The registry as it is now; empty where there is no file.
     *
     * @throws RegistryException where the file cannot be read or has a line that cannot be understood
     */
    public ConsentRegistry current() {
        return kept.current();
    }

    private static ConsentRegistry read(Path file) {
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
        return kept.change(change, this::write);
    }

    private void write(ConsentRegistry registry) {
        Path beside = file().resolveSibling(
                ".bildwerk-%d-%d.part".formatted(ProcessHandle.current().pid(), System.nanoTime()));
        try {
            try {
                Files.write(beside, RegistryLines.of(registry), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
                Files.move(beside, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw unwritable(file());
        }
    }

    private static RegistryException unwritable(Path file) {
        return new RegistryException(
                "registry.write", "%s cannot be written: check that its folder may be written to.".formatted(file));
    }
}
