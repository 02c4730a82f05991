package dev.bildwerk.training.data;

import dev.bildwerk.training.data.DataSetException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * The SVG files of Debian's openclipart-svg. Each says in its own RDF who made it and that it is in the public domain;
 * a file that does not say so is left out.
 */
final class OpenClipart {
    private static final Path ROOT = Path.of("usr/share/openclipart/svg");
    private static final List<String> PUBLIC_DOMAIN = List.of(
            "http://web.resource.org/cc/PublicDomain", "http://creativecommons.org/licenses/publicdomain/");

    private OpenClipart() {}

    /** @param leftOut hears of every file that is not used: its id and why */
    static List<SourceIcon> read(PackageSource source, Path folder, BiConsumer<String, String> leftOut)
            throws DataSetException {
        Path root = folder.resolve(ROOT);
        List<SourceIcon> icons = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(path -> path.toString().endsWith(".svg")).sorted().toList()) {
                String name = root.relativize(file).toString().replace('\\', '/');
                name = name.substring(0, name.length() - ".svg".length());
                String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                try {
                    Rdf rdf = Rdf.of(SvgGate.admit(text));
                    if (rdf.licences().isEmpty() || !PUBLIC_DOMAIN.containsAll(rdf.licences())) {
                        leftOut.accept(source.id() + "/" + name, "its own RDF does not put it in the public domain");
                        continue;
                    }
                    icons.add(new SourceIcon(source, name, author(rdf.creator()), null,
                            rdf.title(), rdf.keywords(), new Drawing.Svg(text)));
                } catch (DataSetException e) {
                    leftOut.accept(source.id() + "/" + name, e.getMessage());
                }
            }
        } catch (IOException e) {
            throw new DataSetException(Reason.PACKAGE_UNREADABLE,
                    "The pictures of %s cannot be read: %s.".formatted(source.pinned(), e.getMessage()), e);
        }
        return icons;
    }

    /** The author's name without the address that some files have beside it. */
    private static String author(String creator) {
        String name = creator == null ? "" : creator
                .replaceAll("[(<\\[]?\\S+@\\S+[)>\\]]?", "").replaceAll("&\\w+;", "").replaceAll("\\s+", " ").strip();
        return name.isEmpty() ? "unknown" : name;
    }
}
