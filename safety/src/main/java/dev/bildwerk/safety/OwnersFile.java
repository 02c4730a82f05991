package dev.bildwerk.safety;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Secrets in the user's data folder: files that their owner alone can read. */
public final class OwnersFile {
    private static final FileAttribute<?> OWNER_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNERS_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private OwnersFile() {}

    /**
     * Makes it with its folder. The file is there as a whole or not at all.
     *
     * @return false where there is one already, also where another process was faster
     */
    public static boolean make(Path file, byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        boolean posix = knowsOwners(folder);
        Files.createDirectories(folder, posix ? new FileAttribute<?>[] {OWNERS_FOLDER} : new FileAttribute<?>[0]);
        String name = "." + file.getFileName();
        Path beside = posix
                ? Files.createTempFile(folder, name, ".part", OWNER_ALONE)
                : Files.createTempFile(folder, name, ".part");
        try {
            Files.write(beside, content, StandardOpenOption.TRUNCATE_EXISTING);
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
