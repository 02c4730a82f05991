package dev.bildwerk.cli.generate;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/** Where pictures go: one named file, or a folder in which each is named after its prompt and seed. */
public sealed interface Destination {

    record File(Path path) implements Destination {}

    /** @param extension of the files that are put into it, without a dot */
    record Folder(Path path, String extension) implements Destination {}

    /**
     * What {@code -o} says: a name that ends as a PNG or JPEG does is a file, anything else a folder; nothing is this folder.
     *
     * @param extension of files in a folder, without a dot
     */
    static Destination parse(String output, String extension) {
        if (output == null || output.isEmpty()) {
            return new Folder(Path.of(""), extension);
        }
        Path path;
        try {
            path = Path.of(output);
        } catch (InvalidPathException e) {
            throw new CommandException(
                    ExitCode.USAGE, "output.name", "\"%s\" is no name of a file: %s.".formatted(output, e.getReason()));
        }
        String name = output.toLowerCase(Locale.ROOT);
        if (name.endsWith(".webp") || name.endsWith(".gif")) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "output.format",
                    "Pictures are written as PNG or JPEG: choose a name for -o that ends with .png or .jpg, not \"%s\"."
                            .formatted(output));
        }
        boolean file = name.endsWith(".png") || isJpeg(name);
        return file && !Files.isDirectory(path) ? new File(path) : new Folder(path, extension);
    }

    /** Whether a file of this name is a JPEG. */
    static boolean isJpeg(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".jpg") || lower.endsWith(".jpeg");
    }

    /**
     * The wanted name of picture {@code number}, from 1.
     *
     * @param oneSeed whether all pictures have this seed
     */
    default Path fileFor(String prompt, long seed, int number, boolean oneSeed) {
        return switch (this) {
            case Folder folder when oneSeed && number > 1 ->
                folder.path().resolve(FileNames.numbered(FileNames.of(prompt, seed, folder.extension()), number));
            case Folder folder -> folder.path().resolve(FileNames.of(prompt, seed, folder.extension()));
            case File file when number == 1 -> file.path();
            case File file -> file.path().resolveSibling(
                    FileNames.numbered(file.path().getFileName().toString(), number));
        };
    }

    /** Fails before minutes of work, not after them, where it is plain that nothing can be written. */
    default void requireWritable() {
        Path folder = switch (this) {
            case Folder f -> f.path().toAbsolutePath();
            case File f -> f.path().toAbsolutePath().getParent();
        };
        Path existing = folder;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing != null && !Files.isDirectory(existing)) {
            throw WholeFile.cannotWrite(folder, new FileAlreadyExistsException(existing.toString()));
        }
        if (existing == null || !Files.isWritable(existing)) {
            throw WholeFile.cannotWrite(folder, new AccessDeniedException(folder.toString()));
        }
    }
}
