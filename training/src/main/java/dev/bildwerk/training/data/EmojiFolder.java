package dev.bildwerk.training.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.training.data.DataSetException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A package of picture files, each named by the code points of its emoji: {@code 1f34e.webp}. */
final class EmojiFolder {
    private EmojiFolder() {}

    static List<SourceIcon> read(PackageSource source, Path folder) throws DataSetException {
        Path root = folder.resolve("package");
        try (Stream<Path> files = Files.list(root.resolve("assets"))) {
            JsonNode info = new ObjectMapper().readTree(root.resolve("package.json").toFile());
            String author = source.author() == null ? source.name() : source.author();
            String url = info.path("repository").path("url").asText(null);
            return files.filter(file -> file.toString().endsWith(".webp")).sorted()
                    .map(file -> new SourceIcon(source, name(file), author, url, null, List.of(),
                            new Drawing.Bitmap(file)))
                    .toList();
        } catch (IOException e) {
            throw new DataSetException(Reason.PACKAGE_UNREADABLE,
                    "The pictures of %s cannot be read: %s.".formatted(source.pinned(), e.getMessage()), e);
        }
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.'));
    }
}
