package dev.bildwerk.cli.models;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.cli.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A model as typed: a path, or the name of one in Bildwerk's models folder, as {@code bildwerk models list} shows it.
 */
public final class NamedModel {
    private static final String ENDING = "(?i)(\\.safetensors(\\.index(\\.[\\w-]+)?\\.json)?|\\.ckpt|\\.pth?|\\.bin)$";

    /** Folders of what is put into a model. */
    private static final Set<String> BESIDE_MODELS = Set.of("loras", "embeddings");

    private NamedModel() {}

    /**
     * Where it lies.
     *
     * @throws CommandException where there is none, or several have that name
     */
    public static Path find(Path typed) {
        if (Files.exists(typed)) {
            return typed;
        }
        Path folder = Installation.home().resolve("models");
        List<Path> named = typed.getNameCount() != 1 || typed.isAbsolute() || !Files.isDirectory(folder)
                ? List.of()
                : ModelFiles.in(folder).stream()
                        .filter(model -> !BESIDE_MODELS.contains(folder.relativize(model).getName(0).toString()))
                        .filter(model -> isCalled(typed.toString(), model.getFileName().toString()))
                        .toList();
        if (named.size() > 1) {
            throw new CommandException(
                    ExitCode.MODEL,
                    "model.ambiguous",
                    "Several models are called %s: name one of %s.".formatted(typed, named));
        }
        if (named.isEmpty()) {
            throw new CommandException(
                    ExitCode.MODEL,
                    "model.missing",
                    "There is no model %s: name a file or folder with --model; bildwerk models list shows those in %s."
                            .formatted(typed, folder));
        }
        return named.getFirst();
    }

    /** What recipes and people call a model: its file's name without the ending, or its folder's. */
    public static String of(Path model) {
        String name = model.toAbsolutePath().normalize().getFileName().toString();
        return Files.isDirectory(model) ? name : name.replaceFirst(ENDING, "");
    }

    private static boolean isCalled(String typed, String file) {
        return file.equalsIgnoreCase(typed) || file.replaceFirst(ENDING, "").equalsIgnoreCase(typed);
    }
}
