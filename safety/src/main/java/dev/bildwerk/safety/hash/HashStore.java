package dev.bildwerk.safety.hash;

import dev.bildwerk.safety.store.KeptFile;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.function.UnaryOperator;

/**
 * The list of blocked pictures of this machine, in one file. What another process changes in it counts from the next look on.
 * Thread-safe.
 */
public final class HashStore {
    private final KeptFile<BlockedHashes> kept;

    /** @param file need not be there yet */
    public HashStore(Path file) {
        kept = new KeptFile<>(
                file,
                BlockedHashes.NONE,
                list -> HashListReader.read(list, BlockReason.TAKEDOWN, "", LocalDate.EPOCH).hashes(),
                list -> new HashListException("hashes.read", "%s cannot be read: check its permissions.".formatted(list)),
                list -> new HashListException(
                        "hashes.write", "%s cannot be written: check that its folder may be written to.".formatted(list)));
    }

    public Path file() {
        return kept.file();
    }

    /**
     * The list as it is now; empty where there is no file.
     *
     * @throws HashListException where the file cannot be read or has a line that cannot be understood
     */
    public BlockedHashes current() {
        return kept.current();
    }

    /**
     * Writes the list anew as it is after a change, while no other process changes it.
     *
     * @return the new list
     * @throws HashListException where it cannot be read or written; it is then as it was
     */
    public BlockedHashes change(UnaryOperator<BlockedHashes> change) {
        return kept.change(
                before -> few(change.apply(before)),
                after -> HashListWriter.write(file(), after.stream(), HashListFormat.CSV));
    }

    private BlockedHashes few(BlockedHashes hashes) {
        if (hashes.size() > HashListReader.MOST) {
            throw new HashListException(
                    "hashes.many", "%s would have more than %,d hashes.".formatted(file(), HashListReader.MOST));
        }
        return hashes;
    }
}
