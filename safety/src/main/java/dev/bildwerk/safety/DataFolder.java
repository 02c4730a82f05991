package dev.bildwerk.safety;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The user's folder for what Bildwerk keeps between runs, apart from where it is installed. */
public final class DataFolder {
    private DataFolder() {}

    /**
     * The system property {@code bildwerk.data}, else the environment's {@code BILDWERK_DATA}, else {@code bildwerk} where this system
     * keeps a user's data. It need not be there yet.
     */
    public static Path path() {
        return Optional.ofNullable(System.getProperty("bildwerk.data"))
                .filter(property -> !property.isBlank())
                .map(Path::of)
                .orElseGet(() -> path(
                        System.getProperty("os.name"), Path.of(System.getProperty("user.home")), System.getenv()));
    }

    static Path path(String system, Path home, Map<String, String> environment) {
        Optional<Path> named = folder(environment, "BILDWERK_DATA");
        if (named.isPresent()) {
            return named.get();
        }
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return folder(environment, "LOCALAPPDATA")
                    .orElse(home.resolve("AppData").resolve("Local"))
                    .resolve("bildwerk");
        }
        if (name.startsWith("mac")) {
            return home.resolve("Library").resolve("Application Support").resolve("bildwerk");
        }
        return folder(environment, "XDG_DATA_HOME")
                .filter(Path::isAbsolute) // As the XDG Base Directory Specification asks for.
                .orElse(home.resolve(".local").resolve("share"))
                .resolve("bildwerk");
    }

    private static Optional<Path> folder(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank()).map(Path::of);
    }

    /** The key that this installation signs pictures with. */
    public static Path signingKey() {
        return path().resolve("signing-key.pem");
    }

    /** The key of this installation's watermarks. */
    public static Path watermarkKey() {
        return path().resolve("watermark-key.txt");
    }

    /** The list of blocked pictures. */
    public static Path blockedHashes() {
        return path().resolve("blocked-hashes.csv");
    }

    /** The folder of the picture check. */
    public static Path pictureCheck() {
        return path().resolve("picture-check");
    }

    /** The registry of consent. */
    public static Path consentRegistry() {
        return path().resolve("consent-registry.jsonl");
    }
}
