package dev.bildwerk.training.credits;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Works as few bytes: what many share is named once, and all of it is deflated. */
final class WorkList {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What a list may take when it is unpacked, so that a broken file cannot fill the memory. */
    private static final int MOST_BYTES = 64 << 20;

    private WorkList() {}

    static byte[] bytes(List<Work> works) {
        Map<List<String>, Integer> origins = new LinkedHashMap<>();
        ObjectNode root = JSON.createObjectNode();
        ArrayNode rows = JSON.createArrayNode();
        for (Work work : works) {
            List<String> origin = List.of(work.author(), work.licence(), work.source(), work.url());
            int number = origins.computeIfAbsent(origin, absent -> origins.size());
            rows.add(JSON.createArrayNode().add(work.id()).add(work.title()).add(number));
        }
        ArrayNode shared = root.putArray("origins");
        origins.keySet().forEach(origin -> {
            ArrayNode row = shared.addArray();
            origin.forEach(row::add);
        });
        root.set("works", rows);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater best = new Deflater(Deflater.BEST_COMPRESSION);
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(bytes, best)) {
            deflated.write(JSON.writeValueAsBytes(root));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            best.end();
        }
        return bytes.toByteArray();
    }

    /** @throws IOException where they are not what {@link #bytes} writes */
    static List<Work> read(byte[] bytes) throws IOException {
        byte[] text;
        try (InputStream inflated = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            text = inflated.readNBytes(MOST_BYTES);
        }
        JsonNode root = JSON.readTree(text);
        List<Work> works = new ArrayList<>();
        for (JsonNode row : root.path("works")) {
            JsonNode origin = root.path("origins").path(row.path(2).asInt(-1));
            if (origin.size() != 4) {
                throw new IOException("a work has no origin");
            }
            works.add(new Work(
                    row.path(0).asText(),
                    row.path(1).asText(),
                    origin.path(0).asText(),
                    origin.path(1).asText(),
                    origin.path(2).asText(),
                    origin.path(3).asText()));
        }
        return List.copyOf(works);
    }
}
