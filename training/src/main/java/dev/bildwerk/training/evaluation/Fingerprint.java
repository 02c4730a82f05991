package dev.bildwerk.training.evaluation;

import dev.bildwerk.training.TrainingException;
import dev.bildwerk.training.credits.CreditIndex;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Says whether a report's folder was begun with the same model, data and seed; another scorer may judge the same pictures. */
final class Fingerprint {
    private static final String FILE = "begun-with.txt";
    private static final Set<String> NO_PART_OF_IT = Set.of("README.md", CreditIndex.FILE);

    private Fingerprint() {}

    /** Writes it into a new folder, and refuses one that was begun otherwise. */
    static void require(EvaluationOptions options) {
        String now = of(options);
        Path file = options.report().resolve(FILE);
        try {
            Files.createDirectories(options.report());
            if (Files.exists(file) && !Files.readString(file).strip().equals(now)) {
                throw new TrainingException(
                        "training.report",
                        "%s holds pictures of another model, data set or seed: name an empty folder."
                                .formatted(options.report()));
            }
            Files.writeString(file, now + "\n");
        } catch (IOException e) {
            throw new TrainingException(
                    "training.run-folder",
                    "The folder %s cannot be written: %s.".formatted(options.report(), e.getMessage()),
                    e);
        }
    }

    private static String of(EvaluationOptions options) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Long.toString(options.seed()).getBytes());
            for (Path file : files(options.model())) {
                add(file, digest);
            }
            add(options.data().resolve("manifest.jsonl"), digest);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        } catch (IOException e) {
            throw new TrainingException(
                    "training.data", "%s cannot be read: check the paths.".formatted(e.getMessage()), e);
        }
    }

    private static List<Path> files(Path model) throws IOException {
        try (Stream<Path> files = Files.walk(model)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !NO_PART_OF_IT.contains(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    private static void add(Path file, MessageDigest digest) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (InputStream stream = Files.newInputStream(file)) {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
    }
}
