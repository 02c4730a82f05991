package dev.bildwerk.diffusion.prompt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A folder of wildcards: {@code colour.txt} has the choices of {@code __colour__}, one a line, and
 * {@code animal/wild.txt} those of {@code __animal/wild__}. Blank lines and lines that begin with # are no choices. A
 * name that leads out of the folder, also through a link, a file of more than 4 MiB and one that is not UTF-8 have no
 * choices.
 */
public record WildcardFolder(Path folder) implements WildcardSource {
    private static final long LARGEST_FILE = 4 << 20;

    @Override
    public List<String> choices(String name) {
        boolean leadsOut = Arrays.stream(name.split("/", -1)).anyMatch(part -> part.isBlank() || part.startsWith("."));
        if (leadsOut) {
            return List.of();
        }
        try {
            Path root = folder.toRealPath();
            Path file = root.resolve(name + ".txt").toRealPath();
            boolean isOurs = file.startsWith(root) && Files.isRegularFile(file) && Files.size(file) <= LARGEST_FILE;
            return isOurs ? lines(Files.readString(file)) : List.of();
        } catch (IOException | InvalidPathException e) {
            return List.of();
        }
    }

    private static List<String> lines(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }
}
