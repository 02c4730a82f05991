package dev.bildwerk.cli.generate;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files that are there as a whole or not at all: beside their place first, then under their name. */
final class WholeFile {
    private WholeFile() {}

    /**
     * Writes under this name or, where it is taken, under the next free one: {@code apple-2.png}, {@code apple-3.png}.
     *
     * @return the name that was free
     */
    static Path writeNew(Path wanted, byte[] content) {
        return write(wanted, content, beside -> {
            Path file = wanted;
            for (int number = 2; ; number++) {
                try {
                    claim(beside, file);
                    return file;
                } catch (FileAlreadyExistsException taken) {
                    file = wanted.resolveSibling(FileNames.numbered(wanted.getFileName().toString(), number));
                }
            }
        });
    }

    /** Writes under this name, in place of what is there. */
    static Path replace(Path file, byte[] content) {
        return write(file, content, beside -> {
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return file;
        });
    }

    @FunctionalInterface
    private interface Placing {
        Path place(Path beside) throws IOException;
    }

    private static Path write(Path file, byte[] content, Placing placing) {
        Path folder = file.toAbsolutePath().getParent();
        long process = ProcessHandle.current().pid();
        Path beside = folder.resolve(".bildwerk-%d-%d.part".formatted(process, System.nanoTime()));
        try {
            Files.createDirectories(folder);
            Files.write(beside, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return placing.place(beside);
        } catch (IOException e) {
            throw cannotWrite(file, e);
        } finally {
            deleteQuietly(beside);
        }
    }

    /** Makes a second name for the same file: unlike a move it fails where the name is taken, without a gap. */
    private static void claim(Path beside, Path file) throws IOException {
        try {
            Files.createLink(file, beside);
        } catch (FileAlreadyExistsException taken) {
            throw taken;
        } catch (UnsupportedOperationException | FileSystemException noHardLinks) {
            Files.move(beside, file);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It is a hidden leftover at worst; the user is told of the failure that led here.
        }
    }

    static CommandException cannotWrite(Path file, IOException e) {
        return new CommandException(
                ExitCode.WRITE, "write", "%s cannot be written: %s.".formatted(file, reason(e)));
    }

    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "it is not permitted to write there; choose another place with -o";
            case FileAlreadyExistsException notAFolder -> notAFolder.getFile() + " is not a folder";
            case NoSuchFileException missing -> "its folder does not exist";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }
}
