package dev.bildwerk.diffusion.adapter;

import dev.bildwerk.diffusion.prompt.NamedFiles;
import dev.bildwerk.engine.safetensors.SafetensorsException;
import dev.bildwerk.engine.safetensors.SafetensorsFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Adapters by the name of their file, or else by the one that they were trained under ({@code ss_output_name}), which
 * AUTOMATIC1111 writes into prompts where it has the choice. A name that two adapters were trained under is none.
 *
 * <p>Thread-safe; the headers of all files are read once, when the first name is no file's.
 */
public final class AdapterNames {
    /** No adapter. */
    public static final AdapterNames NONE = new AdapterNames(NamedFiles.NONE);

    private static final String TRAINED_AS = "ss_output_name";

    private final NamedFiles files;
    private Map<String, Path> trainedAs;

    public AdapterNames(NamedFiles files) {
        this.files = files;
    }

    /** The file that a name stands for. */
    public Optional<Path> find(String name) {
        return files.find(name).or(() -> Optional.ofNullable(trainedAs().get(name)));
    }

    /** See {@link NamedFiles#near}. */
    public List<String> near(String name) {
        return files.near(name);
    }

    /** How many files there are. */
    public int size() {
        return files.names().size();
    }

    private synchronized Map<String, Path> trainedAs() {
        if (trainedAs == null) {
            Map<String, Path> known = new HashMap<>();
            Set<String> twice = new HashSet<>();
            for (String file : files.names()) {
                Path path = files.find(file).orElseThrow();
                String name = trainedAs(path);
                if (!name.isBlank() && known.putIfAbsent(name, path) != null) {
                    twice.add(name);
                }
            }
            known.keySet().removeAll(twice);
            trainedAs = known;
        }
        return trainedAs;
    }

    private static String trainedAs(Path path) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            return file.metadata().getOrDefault(TRAINED_AS, "");
        } catch (SafetensorsException e) {
            return ""; // Whoever names this file is told.
        }
    }
}
