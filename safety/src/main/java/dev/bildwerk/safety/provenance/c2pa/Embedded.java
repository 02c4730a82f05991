package dev.bildwerk.safety.provenance.c2pa;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.bildwerk.safety.provenance.ProvenanceException;
import dev.bildwerk.safety.provenance.file.Bytes;
import dev.bildwerk.safety.provenance.file.JpegFile;
import dev.bildwerk.safety.provenance.file.PngFile;
import dev.bildwerk.safety.provenance.file.Range;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A manifest store as it was found in a file.
 *
 * @param place of the store with what wraps it
 */
record Embedded(byte[] store, Range place) {

    /** Manifests of others hold thumbnails and other manifests, but no film. */
    private static final int LARGEST = 64 << 20;

    /**
     * Of a PNG or JPEG file; empty where it has none, also where the file is damaged and nothing looks like one.
     *
     * @throws ProvenanceException {@code c2pa.several} where it has more than one, {@code c2pa.boxes} where pieces of it are
     *     missing, {@code c2pa.large} where it is not read, or the code of a damaged file
     */
    static Optional<Embedded> find(byte[] file) {
        try {
            if (PngFile.isPng(file)) {
                return inPng(PngFile.parse(file)).map(Embedded::required);
            }
            return JpegFile.isJpeg(file) ? inJpeg(JpegFile.parse(file)).map(Embedded::required) : Optional.empty();
        } catch (ProvenanceException e) {
            if (e.code().endsWith(".damaged") && !seemsToHaveOne(file)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean seemsToHaveOne(byte[] file) {
        return Bytes.contain(file, BoxType.STORE.identifier())
                || PngFile.isPng(file) && Bytes.contain(file, Container.PngChunk.TYPE.getBytes(ISO_8859_1));
    }

    private static Embedded required(Embedded found) {
        if (found.place().length() > LARGEST) {
            throw new ProvenanceException(
                    "c2pa.large", "The C2PA manifest is larger than %,d bytes and is not read here.".formatted(LARGEST));
        }
        return found;
    }

    private static Optional<Embedded> inPng(PngFile png) {
        List<PngFile.Chunk> chunks = png.chunks(Container.PngChunk.TYPE);
        if (chunks.size() > 1) {
            throw several();
        }
        return chunks.stream()
                .findFirst()
                .map(chunk -> new Embedded(png.data(chunk), new Range(chunk.start(), chunk.end() - chunk.start())));
    }

    /** Boxes of other standards lie in such segments too. */
    private static Optional<Embedded> inJpeg(JpegFile jpeg) {
        Map<Integer, List<JpegFile.Segment>> boxes =
                jpeg.segments(Container.JpegApp11.MARKER, Container.JpegApp11.BEGINNING).stream()
                        .filter(segment -> segment.end() - segment.data() >= overhead())
                        .collect(Collectors.groupingBy(
                                segment -> (int) ByteBuffer.wrap(jpeg.bytes()).getShort(segment.data() + 2),
                                TreeMap::new,
                                Collectors.toList()));
        List<List<JpegFile.Segment>> stores =
                boxes.values().stream().filter(segments -> isStore(jpeg, segments.getFirst())).toList();
        if (stores.size() > 1) {
            throw several();
        }
        return stores.stream().findFirst().map(segments -> joined(jpeg, segments));
    }

    private static int overhead() {
        return Container.JpegApp11.PREFIX + Container.JpegApp11.BOX_HEADER;
    }

    /** By its description, which comes first in it. */
    private static boolean isStore(JpegFile jpeg, JpegFile.Segment segment) {
        byte[] identifier = BoxType.STORE.identifier();
        int at = segment.data() + overhead() + 8;
        return at + identifier.length <= segment.end()
                && Arrays.equals(jpeg.bytes(), at, at + identifier.length, identifier, 0, identifier.length);
    }

    private static Embedded joined(JpegFile jpeg, List<JpegFile.Segment> segments) {
        ByteArrayOutputStream store = new ByteArrayOutputStream();
        ByteBuffer file = ByteBuffer.wrap(jpeg.bytes());
        JpegFile.Segment first = segments.getFirst();
        long header = file.getLong(first.data() + Container.JpegApp11.PREFIX);
        store.write(jpeg.bytes(), first.data() + Container.JpegApp11.PREFIX, Container.JpegApp11.BOX_HEADER);
        for (int i = 0; i < segments.size(); i++) {
            JpegFile.Segment segment = segments.get(i);
            boolean follows = i == 0 || segment.start() == segments.get(i - 1).end();
            if (!follows
                    || file.getInt(segment.data() + 4) != i + 1
                    || file.getLong(segment.data() + Container.JpegApp11.PREFIX) != header) {
                throw JumbfBox.broken();
            }
            store.write(jpeg.bytes(), segment.data() + overhead(), segment.end() - segment.data() - overhead());
        }
        return new Embedded(
                store.toByteArray(), new Range(first.start(), segments.getLast().end() - first.start()));
    }

    private static ProvenanceException several() {
        return new ProvenanceException("c2pa.several", "The file holds more than one C2PA manifest store.");
    }
}
