package dev.bildwerk.cli;

import dev.bildwerk.safety.provenance.file.PngFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A PNG without its C2PA manifest, whose number and signature differ each time: the same request gives the same of everything
 * else to the byte.
 */
final class UnsignedFile {
    private UnsignedFile() {}

    static byte[] of(Path file) {
        try {
            PngFile png = PngFile.parse(Files.readAllBytes(file));
            ByteArrayOutputStream rest = new ByteArrayOutputStream();
            png.chunks().stream()
                    .filter(chunk -> !chunk.type().equals("caBX"))
                    .forEach(chunk -> rest.write(png.bytes(), chunk.start(), chunk.end() - chunk.start()));
            return rest.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
