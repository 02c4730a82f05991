package dev.bildwerk.diffusion.prompt;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Files of weights that prompts name: all in some folders and the folders below, each by its own name without its
 * ending. A name out of a prompt is looked up among these and never becomes a part of a path. Of two files with one
 * name the first is taken, in the order of the folders and then of their paths.
 *
 * <p>What lies there is looked at once; immutable and thread-safe.
 */
public final class NamedFiles {
    /** No file. */
    public static final NamedFiles NONE = new NamedFiles(Map.of(), Map.of());

    private static final int DEEPEST = 6;
    private static final int MOST_FILES = 100_000;
    private static final String SAFE = ".safetensors";
    private static final List<String> PICKLED = List.of(".pt", ".ckpt", ".bin", ".pth");
    private static final int MOST_NEAR = 3;

    private final Map<String, Path> byName;
    private final Map<String, Path> pickled;

    private NamedFiles(Map<String, Path> byName, Map<String, Path> pickled) {
        this.byName = Collections.unmodifiableMap(byName);
        this.pickled = Collections.unmodifiableMap(pickled);
    }

    /** @throws IOException with one sentence, if a folder is not there or cannot be read */
    public static NamedFiles in(List<Path> folders) throws IOException {
        Map<String, Path> safe = new LinkedHashMap<>();
        Map<String, Path> pickled = new LinkedHashMap<>();
        for (Path folder : folders) {
            for (Path file : files(folder)) {
                String name = file.getFileName().toString();
                String ending = ending(name);
                if (ending.equals(SAFE)) {
                    safe.putIfAbsent(withoutEnding(name), file);
                } else if (PICKLED.contains(ending)) {
                    pickled.putIfAbsent(withoutEnding(name), file);
                }
            }
        }
        return new NamedFiles(safe, pickled);
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("There is no folder %s: check the path.".formatted(folder));
        }
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        found.add(file);
                    }
                    return found.size() < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE; // A circle of links, or what this user may not read.
                }
            });
        } catch (IOException e) {
            throw new IOException("The folder %s cannot be read: check its permissions.".formatted(folder), e);
        }
        Collections.sort(found);
        return found;
    }

    /** The names of all files. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>(byName.keySet());
        names.addAll(pickled.keySet());
        return names;
    }

    /**
     * The file of a name: as it is written, or else in any case. A pickled one where there is no other, so that whoever
     * opens it tells what to do.
     *
     * @param name without folder and ending; what looks like a path names nothing
     */
    public Optional<Path> find(String name) {
        return find(name, byName).or(() -> find(name, pickled));
    }

    private static Optional<Path> find(String name, Map<String, Path> files) {
        Path exact = files.get(name);
        return exact != null
                ? Optional.of(exact)
                : files.entrySet().stream()
                        .filter(file -> file.getKey().equalsIgnoreCase(name))
                        .map(Map.Entry::getValue)
                        .findFirst();
    }

    /** A few names that are written nearly so, the nearest first. */
    public List<String> near(String name) {
        return NearNames.of(name, byName.keySet(), MOST_NEAR);
    }

    /**
     * The name of a file as another program's recipe tells it, perhaps with folders and an ending, in the form that
     * {@link #find} takes.
     */
    public static String nameOf(String file) {
        return withoutEnding(file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1));
    }

    /** The name of a file in the form that {@link #find} takes. */
    public static String nameOf(Path file) {
        return withoutEnding(file.getFileName().toString());
    }

    /** A name without the ending of a file of weights, where it has one. */
    public static String withoutEnding(String name) {
        String ending = ending(name);
        return ending.equals(SAFE) || PICKLED.contains(ending)
                ? name.substring(0, name.length() - ending.length())
                : name;
    }

    private static String ending(String name) {
        return name.substring(Math.max(0, name.lastIndexOf('.'))).toLowerCase(Locale.ROOT);
    }
}
