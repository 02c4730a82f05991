package dev.bildwerk.safety.hash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.diffusion.picture.Box;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Resampling;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/**
 * Measures what docs/safety.md says of hashes; no part of the test suite. {@code hashing}: computing hashes. {@code search}: the scan beside the
 * index. {@code list}: reading and writing. {@code robustness [DATA]}: what changes do to the hashes of drawings or of a data set.
 * {@code collisions DATA}: how many different pictures of a data set have hashes that are near each other.
 */
final class HashMeasurement {
    private static final int SIDE = 128;

    private HashMeasurement() {}

    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "hashing" -> hashing();
            case "search" -> search(1_000_000);
            case "list" -> list(1_000_000);
            case "robustness" -> robustness(arguments);
            case "collisions" -> collisions(Path.of(arguments[1]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void hashing() {
        for (int side : new int[] {64, 128, 512, 1024, 2048}) {
            Picture picture = Drawings.scene(1, side, side);
            long fastest = Long.MAX_VALUE;
            for (int round = 0; round < 20; round++) {
                long begin = nanoseconds();
                for (Placement placement : Placement.values()) {
                    PictureHash.of(picture, placement);
                }
                fastest = Math.min(fastest, nanoseconds() - begin);
            }
            System.out.printf(Locale.ROOT, "%d pixels: %.1f ms in all placements%n", side, fastest / 1e6);
        }
    }

    private static void search(int size) {
        Random random = new Random(1);
        HashTable hashes = new HashTable();
        while (hashes.size() < size) {
            hashes.add(any(random));
        }
        MultiIndex index = null;
        for (int round = 0; round < 3; round++) {
            long begin = nanoseconds();
            index = new MultiIndex(hashes);
            System.out.printf("multi-index built in %.0f ms%n", (nanoseconds() - begin) / 1e6);
        }
        List<PdqHash> queries = new ArrayList<>();
        for (int n = 0; n < 300; n++) {
            PdqHash near = hashes.get(n);
            queries.add(n % 3 > 0 ? any(random) : new PdqHash(near.a() ^ 0xfff0, near.b(), near.c(), near.d() ^ 7));
        }
        for (int round = 0; round < 3; round++) {
            List<Integer> scanned = timed("scan", queries, hashes::scan);
            List<Integer> indexed = timed("multi-index", queries, index::near);
            if (!scanned.equals(indexed)) {
                throw new IllegalStateException("They find different hashes.");
            }
        }
    }

    /** Of this thread on a core, so that other programs do not count. */
    private static long nanoseconds() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static PdqHash any(Random random) {
        return new PdqHash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    /** The nearest distance of each. */
    private static List<Integer> timed(
            String name, List<PdqHash> queries, BiConsumer<PdqHash, HashTable.Found> search) {
        List<Integer> nearest = new ArrayList<>();
        double[] milliseconds = new double[queries.size()];
        for (int n = 0; n < milliseconds.length; n++) {
            int[] distance = {PdqHash.MATCH + 1};
            long begin = nanoseconds();
            search.accept(queries.get(n), (at, found) -> distance[0] = Math.min(distance[0], found));
            milliseconds[n] = (nanoseconds() - begin) / 1e6;
            nearest.add(distance[0]);
        }
        Arrays.sort(milliseconds);
        System.out.printf(
                Locale.ROOT,
                "%s: median %.2f ms, fastest %.2f, 95 %% within %.2f%n",
                name,
                milliseconds[milliseconds.length / 2],
                milliseconds[0],
                milliseconds[milliseconds.length * 95 / 100]);
        return nearest;
    }

    private static void list(int size) throws IOException {
        Random random = new Random(1);
        BlockedHashes.Builder builder = BlockedHashes.builder();
        for (int n = 0; n < size; n++) {
            builder.add(new BlockedHash(any(random), BlockReason.VICTIM, "a list of somebody", LocalDate.of(2026, 11, 27)));
        }
        BlockedHashes list = builder.build();
        Path file = Files.createTempFile("hashes", ".csv");
        for (int round = 0; round < 4; round++) {
            long begin = nanoseconds();
            HashListWriter.write(file, list.stream(), HashListFormat.CSV);
            long written = nanoseconds();
            HashListReader.read(file, BlockReason.VICTIM, "", LocalDate.EPOCH);
            System.out.printf(
                    Locale.ROOT,
                    "%,d bytes written in %.2f s, read in %.2f s%n",
                    Files.size(file),
                    (written - begin) / 1e9,
                    (nanoseconds() - written) / 1e9);
        }
        Files.delete(file);
    }

    private static void robustness(String[] arguments) throws IOException {
        List<Picture> pictures = new ArrayList<>();
        if (arguments.length > 1) {
            List<Entry> all = base(Path.of(arguments[1]));
            for (int n = 0; n < all.size() && pictures.size() < 500; n += all.size() / 500) {
                pictures.add(picture(Path.of(arguments[1]), all.get(n).index()));
            }
        } else {
            for (int n = 0; n < 200; n++) {
                pictures.add(Drawings.scene(1000 + n, 512, 512));
            }
        }
        pictures.removeIf(picture -> !PictureHash.of(picture).isGood());
        System.out.printf("%d pictures of good quality%n", pictures.size());
        changes().forEach((name, change) -> {
            int[] distances = pictures.stream()
                    .mapToInt(picture -> PictureHash.of(picture).hash().distance(PictureHash.of(change.apply(picture)).hash()))
                    .sorted()
                    .toArray();
            long within = Arrays.stream(distances).filter(distance -> distance <= PdqHash.MATCH).count();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.1f %% | %d | %d |%n",
                    name,
                    100.0 * within / distances.length,
                    distances[distances.length / 2],
                    distances[distances.length * 95 / 100]);
        });
    }

    private static Map<String, UnaryOperator<Picture>> changes() {
        Map<String, UnaryOperator<Picture>> changes = new LinkedHashMap<>();
        for (int quality : new int[] {90, 75, 50, 20}) {
            changes.put("JPEG of quality " + quality, picture -> Drawings.jpeg(picture, quality / 100.0));
        }
        for (int percent : new int[] {50, 75, 150, 200}) {
            changes.put("resized to %d %%".formatted(percent), picture -> scaled(picture, percent));
        }
        changes.put("resized to 50 % and back", picture ->
                scaled(picture, 50).resized(picture.width(), picture.height(), Resampling.BICUBIC));
        changes.put("a quarter narrower", picture ->
                picture.resized(picture.width() * 3 / 4, picture.height(), Resampling.LANCZOS));
        changes.put("brighter by 20 %", picture -> mapped(picture, value -> Math.min(255, value * 6 / 5)));
        changes.put("half the contrast", picture -> mapped(picture, value -> 64 + value / 2));
        changes.put("grey by the mean of the colours", HashMeasurement::grey);
        changes.put("colours inverted", picture -> mapped(picture, value -> 255 - value));
        changes.put("noise of standard deviation 10", HashMeasurement::noisy);
        changes.put("a line of text below", HashMeasurement::captioned);
        for (int percent : new int[] {2, 5, 10}) {
            changes.put("cropped by %d %% at each edge".formatted(percent), picture -> cropped(picture, percent));
        }
        for (int degrees : new int[] {1, 3, 10}) {
            changes.put("turned by %d degrees".formatted(degrees), picture -> turned(picture, degrees));
        }
        changes.put("mirrored, without looking at placements", picture -> Drawings.placed(picture, Placement.MIRRORED));
        return changes;
    }

    private static Picture scaled(Picture picture, int percent) {
        return picture.resized(picture.width() * percent / 100, picture.height() * percent / 100, Resampling.LANCZOS);
    }

    private static Picture mapped(Picture picture, IntUnaryOperator value) {
        byte[] rgb = picture.rgb().clone();
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) value.applyAsInt(rgb[i] & 0xff);
        }
        return new Picture(picture.width(), picture.height(), rgb);
    }

    private static Picture grey(Picture picture) {
        byte[] rgb = picture.rgb().clone();
        for (int i = 0; i < rgb.length; i += 3) {
            int mean = ((rgb[i] & 0xff) + (rgb[i + 1] & 0xff) + (rgb[i + 2] & 0xff)) / 3;
            Arrays.fill(rgb, i, i + 3, (byte) mean);
        }
        return new Picture(picture.width(), picture.height(), rgb);
    }

    private static Picture noisy(Picture picture) {
        Random random = new Random(1);
        return mapped(picture, value -> Math.clamp(Math.round(value + 10 * random.nextGaussian()), 0, 255));
    }

    private static Picture captioned(Picture picture) {
        BufferedImage image = picture.toImage();
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, picture.height() / 14));
        graphics.drawString("a word of somebody", picture.width() / 16, picture.height() * 15 / 16);
        graphics.dispose();
        return Picture.of(image);
    }

    private static Picture cropped(Picture picture, int percent) {
        int x = picture.width() * percent / 100;
        int y = picture.height() * percent / 100;
        return picture.cropped(new Box(x, y, picture.width() - 2 * x, picture.height() - 2 * y));
    }

    private static Picture turned(Picture picture, int degrees) {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, picture.width(), picture.height());
        graphics.rotate(Math.toRadians(degrees), picture.width() / 2.0, picture.height() / 2.0);
        graphics.drawImage(picture.toImage(), 0, 0, null);
        graphics.dispose();
        return Picture.of(image);
    }

    /** A picture of a data set as it was drawn: neither recoloured nor put together with others. */
    private record Entry(int index, String id, String concept, String style) {}

    private static List<Entry> base(Path data) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<Entry> entries = new ArrayList<>();
        for (String line : Files.readAllLines(data.resolve("manifest.jsonl"))) {
            JsonNode entry = json.readTree(line);
            if (entry.get("kind").asText().equals("icon")) {
                entries.add(new Entry(
                        entry.get("index").asInt(),
                        entry.get("id").asText(),
                        entry.get("concept").asText(),
                        entry.get("style").asText()));
            }
        }
        return entries;
    }

    private static Picture picture(Path data, int index) throws IOException {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        try (RandomAccessFile file = new RandomAccessFile(data.resolve("pictures.u8").toFile(), "r")) {
            file.seek((long) index * rgb.length);
            file.readFully(rgb);
        }
        return new Picture(SIDE, SIDE, rgb);
    }

    private static void collisions(Path data) throws IOException {
        List<Entry> entries = new ArrayList<>();
        List<List<PdqHash>> hashes = new ArrayList<>();
        List<Entry> all = base(data);
        for (Entry entry : all) {
            Picture picture = picture(data, entry.index());
            if (PictureHash.of(picture).isGood()) {
                entries.add(entry);
                hashes.add(Arrays.stream(Placement.values())
                        .map(placement -> PictureHash.of(picture, placement).hash())
                        .toList());
            }
        }
        System.out.printf("%d pictures, %d of good quality%n", all.size(), entries.size());
        tellCollisions("as they are", entries, hashes, 1);
        tellCollisions("in any placement", entries, hashes, Placement.values().length);
    }

    private static void tellCollisions(String how, List<Entry> entries, List<List<PdqHash>> hashes, int placements) {
        long pairs = 0;
        long sameConcept = 0;
        boolean[] inAPair = new boolean[entries.size()];
        boolean[] inAnotherConcept = new boolean[entries.size()];
        List<String> examples = new ArrayList<>();
        for (int one = 0; one < hashes.size(); one++) {
            for (int other = 0; other < one; other++) {
                PdqHash blocked = hashes.get(other).getFirst();
                int distance = PdqHash.BITS;
                for (PdqHash hash : hashes.get(one).subList(0, placements)) {
                    distance = Math.min(distance, hash.distance(blocked));
                }
                if (distance <= PdqHash.MATCH) {
                    pairs++;
                    inAPair[one] = inAPair[other] = true;
                    if (entries.get(one).concept().equals(entries.get(other).concept())) {
                        sameConcept++;
                    } else {
                        inAnotherConcept[one] = inAnotherConcept[other] = true;
                        examples.add("%d %s / %s".formatted(distance, entries.get(one).id(), entries.get(other).id()));
                    }
                }
            }
        }
        System.out.printf(
                "%s: %d pairs within %d, of which %d show the same concept; %d pictures in a pair, %d in one of another concept%n",
                how, pairs, PdqHash.MATCH, sameConcept, count(inAPair), count(inAnotherConcept));
        Collections.shuffle(examples, new Random(2));
        examples.stream().limit(30).forEach(System.out::println);
    }

    private static int count(boolean[] flags) {
        int count = 0;
        for (boolean flag : flags) {
            count += flag ? 1 : 0;
        }
        return count;
    }
}
