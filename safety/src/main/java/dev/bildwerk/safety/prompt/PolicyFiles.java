package dev.bildwerk.safety.prompt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The policy's data files, which people review without reading code. */
final class PolicyFiles {
    private PolicyFiles() {}

    /** The lines of a file of this package, without comments ({@code # ...}) and empty lines. */
    static List<String> lines(String name) {
        try (InputStream resource = PolicyFiles.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException("The policy file %s is not part of this program.".formatted(name));
            }
            return new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The policy file %s cannot be read.".formatted(name), e);
        }
    }
}
