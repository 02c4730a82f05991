package dev.bildwerk.diffusion.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where authors write under which licence their model stands. */
final class Licence {
    private static final int LINES_OF_A_CARDS_HEAD = 200;

    private Licence() {}

    static Optional<String> in(Map<String, String> metadata) {
        return Stream.of("modelspec.license", "license", "licence")
                .map(metadata::get)
                .filter(licence -> licence != null && !licence.isBlank())
                .findFirst();
    }

    /** The field {@code license} at the head of a model card. */
    static Optional<String> inCard(Path card) {
        if (!Files.isRegularFile(card)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(card)) {
            return lines.limit(LINES_OF_A_CARDS_HEAD)
                    .filter(line -> line.startsWith("license:"))
                    .map(line -> line.substring("license:".length()).strip())
                    .filter(licence -> !licence.isEmpty())
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
