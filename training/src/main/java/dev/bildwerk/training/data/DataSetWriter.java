package dev.bildwerk.training.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Writes pictures and their manifest beside the final files, and renames all of them at the end. */
final class DataSetWriter implements Closeable {
    private final Path folder;
    private final Path picturesPart;
    private final OutputStream pictures;
    private final List<ManifestEntry> entries = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();

    DataSetWriter(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        picturesPart = folder.resolve("pictures.u8.part");
        pictures = new BufferedOutputStream(Files.newOutputStream(picturesPart), 1 << 20);
    }

    int count() {
        return entries.size();
    }

    List<ManifestEntry> entries() {
        return List.copyOf(entries);
    }

    List<LeftOut> leftOut() {
        return List.copyOf(leftOut);
    }

    /** @param rgb {@code [size, size, 3]}, uint8, rows from the top */
    void add(ManifestEntry entry, byte[] rgb) throws IOException {
        pictures.write(rgb);
        entries.add(entry);
    }

    void leaveOut(String id, String reason) {
        leftOut.add(new LeftOut(id, reason));
    }

    void finish() throws IOException {
        pictures.close();
        ObjectMapper json = new ObjectMapper();
        StringBuilder left = new StringBuilder();
        for (LeftOut line : leftOut) {
            left.append("{\"id\":").append(json.writeValueAsString(line.id()));
            left.append(",\"reason\":").append(json.writeValueAsString(line.reason())).append("}\n");
        }
        StringBuilder manifest = new StringBuilder();
        entries.forEach(entry -> manifest.append(Manifest.line(entry)).append('\n'));
        write("left-out.jsonl", left.toString());
        Files.move(picturesPart, folder.resolve("pictures.u8"), StandardCopyOption.REPLACE_EXISTING);
        write("manifest.jsonl", manifest.toString());
    }

    void write(String name, String text) throws IOException {
        Path part = folder.resolve(name + ".part");
        Files.write(part, text.getBytes(StandardCharsets.UTF_8));
        Files.move(part, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        pictures.close();
        Files.deleteIfExists(picturesPart);
    }
}
