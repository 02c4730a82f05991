package dev.bildwerk.safety.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The weights that are known to be clean: made from pictures that were chosen so that the model cannot draw what this
 * project refuses. A file is known by its SHA-256.
 *
 * <p>The list is a text file, each line {@code <sha256> <bytes> <name>}. Immutable and thread-safe.
 */
public final class KnownCleanModels {
    private static final String SHIPPED = "known-clean-models.txt";
    private static final Set<String> ENDINGS_OF_WEIGHTS =
            Set.of("safetensors", "ckpt", "pt", "pth", "bin", "gguf", "onnx", "msgpack", "h5", "pkl");
    private static final int DEEPEST_FOLDER = 8;

    /** A file of weights on the list. */
    record Entry(String sha256, long bytes, String name) {}

    private final Map<String, Entry> entryOfSum;
    private final Set<Long> sizes;

    KnownCleanModels(List<Entry> entries) {
        Map<String, Entry> bySum = new HashMap<>();
        entries.forEach(entry -> bySum.put(entry.sha256(), entry));
        entryOfSum = Map.copyOf(bySum);
        sizes = entries.stream().map(Entry::bytes).collect(Collectors.toUnmodifiableSet());
    }

    /** The list that comes with this program. */
    public static KnownCleanModels shipped() {
        try (InputStream list = KnownCleanModels.class.getResourceAsStream(SHIPPED);
                BufferedReader lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
            return parse(lines.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException("The list %s of this program cannot be read.".formatted(SHIPPED), e);
        }
    }

    static KnownCleanModels parse(List<String> lines) {
        return new KnownCleanModels(lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(KnownCleanModels::entry)
                .toList());
    }

    private static Entry entry(String line) {
        String[] columns = line.split("\\s+", 3);
        if (columns.length != 3 || !columns[0].matches("[0-9a-f]{64}") || !columns[1].matches("[0-9]{1,15}")) {
            throw new IllegalArgumentException(
                    "\"%s\" is not a line of sha256, bytes and name, as the list of clean models has.".formatted(line));
        }
        return new Entry(columns[0], Long.parseLong(columns[1]), columns[2]);
    }

    /** Whether every file of weights in a folder, at any depth, is on the list; what cannot be read is unknown. */
    public ModelProvenance provenanceOf(Path modelFolder) {
        try {
            List<Path> weights = weightsIn(modelFolder);
            if (weights.isEmpty()) {
                return new ModelProvenance.Unknown("%s holds no weights.".formatted(modelFolder));
            }
            List<String> names = new ArrayList<>();
            for (Path file : weights) {
                Entry entry = sizes.contains(Files.size(file)) ? entryOfSum.get(sha256(file)) : null;
                if (entry == null) {
                    return new ModelProvenance.Unknown("%s is not on the list of clean weights.".formatted(file));
                }
                names.add(entry.name());
            }
            return new ModelProvenance.KnownClean(names);
        } catch (IOException | UncheckedIOException e) {
            return new ModelProvenance.Unknown("%s cannot be read: %s.".formatted(modelFolder, e.getMessage()));
        }
    }

    /** The name on the list of weights with this SHA-256. */
    Optional<String> nameOf(String sha256) {
        return Optional.ofNullable(entryOfSum.get(sha256)).map(Entry::name);
    }

    static List<Path> weightsIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder, DEEPEST_FOLDER, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> isWeights(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isWeights(String name) {
        int point = name.lastIndexOf('.');
        return point >= 0 && ENDINGS_OF_WEIGHTS.contains(name.substring(point + 1).toLowerCase(Locale.ROOT));
    }

    static String sha256(Path file) throws IOException {
        MessageDigest digest = newSha256();
        try (DigestInputStream stream = new DigestInputStream(Files.newInputStream(file), digest)) {
            byte[] buffer = new byte[1 << 20];
            while (stream.read(buffer) >= 0) {
                // the digest takes what is read
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
