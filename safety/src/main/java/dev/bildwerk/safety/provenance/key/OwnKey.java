package dev.bildwerk.safety.provenance.key;

import dev.bildwerk.safety.provenance.ProvenanceException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/** The key that is made at the first picture and kept in one file of the user's data folder, for its owner alone. */
final class OwnKey {
    private static final FileAttribute<?> OWNER_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNERS_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private OwnKey() {}

    /**
     * Where it cannot be kept, one that lasts as long as this process.
     *
     * @param remarks hears of that
     * @throws ProvenanceException {@code provenance.key} where there is one that cannot be used
     */
    static SigningKey of(Path file, Clock clock, Consumer<String> remarks) {
        if (Files.exists(file)) {
            return read(file);
        }
        SigningKey made = CertificateMaker.make(clock.instant());
        try {
            return keep(file, made) ? made : read(file);
        } catch (IOException e) {
            remarks.accept(("The key that signs pictures cannot be kept in %s: this time another one is used, which nobody "
                            + "knows again. BILDWERK_DATA names another folder.")
                    .formatted(file));
            return made;
        }
    }

    /** Its certificate, where there is one. */
    static Optional<X509Certificate> certificate(Path file) {
        return Files.exists(file) ? Optional.of(PemFile.certificates(file).getFirst()) : Optional.empty();
    }

    private static SigningKey read(Path file) {
        return KeyFiles.read(file, file);
    }

    /** False where another process was faster. The file is there as a whole or not at all. */
    private static boolean keep(Path file, SigningKey key) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        boolean posix = knowsOwners(folder);
        Files.createDirectories(folder, posix ? new FileAttribute<?>[] {OWNERS_FOLDER} : new FileAttribute<?>[0]);
        Path beside = posix
                ? Files.createTempFile(folder, ".signing-key", ".part", OWNER_ALONE)
                : Files.createTempFile(folder, ".signing-key", ".part");
        try {
            Files.write(beside, PemFile.write(key), StandardOpenOption.TRUNCATE_EXISTING);
            claim(beside, file);
            return true;
        } catch (FileAlreadyExistsException faster) {
            return false;
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /** A second name for the same file: unlike a move it fails where the name is taken. */
    private static void claim(Path beside, Path file) throws IOException {
        try {
            Files.createLink(file, beside);
        } catch (FileAlreadyExistsException taken) {
            throw taken;
        } catch (UnsupportedOperationException | FileSystemException noHardLinks) {
            Files.move(beside, file);
        }
    }

    /** On Windows the folder is the user's own already. */
    private static boolean knowsOwners(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
