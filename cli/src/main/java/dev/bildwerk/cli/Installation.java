package dev.bildwerk.cli;

import java.nio.file.Path;

/** Where Bildwerk is installed and which version it is. */
public final class Installation {
    private Installation() {}

    /** The folder that holds {@code models/}: the launcher names it; without a launcher it is the current folder. */
    public static Path home() {
        return Path.of(System.getProperty("bildwerk.home", ""));
    }

    public static Path defaultModel() {
        return home().resolve("models").resolve("bildwerk-mini");
    }

    /** As recipes and marks name it, such as {@code Bildwerk 0.1.0}. */
    public static String program() {
        return "Bildwerk " + version();
    }

    /** As the build wrote it into the jar; {@code development} where classes run from a folder. */
    public static String version() {
        String version = Installation.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
