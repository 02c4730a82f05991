package dev.bildwerk.safety.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists of hashes as they are read and written. */
class HashListTest {
    private static final String ONE = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22";
    private static final String TWO = "0000000000000000000000000000000000000000000000000000000000000abc";
    private static final LocalDate DAY = LocalDate.of(2026, 11, 27);

    @TempDir
    Path folder;

    private HashList read(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("list.txt"), content);
        return HashListReader.read(file, BlockReason.TAKEDOWN, "import", DAY);
    }

    private HashList read(String content) throws IOException {
        return read(content.getBytes(StandardCharsets.UTF_8));
    }

    private static BlockedHash entry(String hash, BlockReason reason, String source, LocalDate date) {
        return new BlockedHash(PdqHash.parse(hash), reason, source, date);
    }

    @Test
    void readsPlainLines() throws IOException {
        HashList list = read("# from a friend\r\n\r\n  " + ONE.toUpperCase() + "  \r\n" + TWO + ",100,pictures/a house.jpg");

        assertThat(list.hashes().stream())
                .containsExactly(
                        entry(ONE, BlockReason.TAKEDOWN, "import", DAY), entry(TWO, BlockReason.TAKEDOWN, "import", DAY));
    }

    @Test
    void readsNamedColumnsInAnyOrderWithQuotes() throws IOException {
        HashList list = read("\ufeffSource,date,note,HASH,reason\n"
                + "\"Löwe, \"\"Atelier\"\"\",2025-02-28,,%s,artist\n,,,\"%s\",\n".formatted(ONE, TWO));

        assertThat(list.hashes().stream())
                .containsExactly(
                        entry(ONE, BlockReason.ARTIST, "Löwe, \"Atelier\"", LocalDate.of(2025, 2, 28)),
                        entry(TWO, BlockReason.TAKEDOWN, "import", DAY));
    }

    @Test
    void readsThreatExchangesColumns() throws IOException {
        HashList list = read("td_status,td_raw_indicator,td_indicator,td_creation_time,td_owner_name,type\n"
                + "MALICIOUS,%s,[object Object],2019-12-04T15:05:28-05:00,A test,HASH_PDQ\n".formatted(ONE)
                + "NON_MALICIOUS,%s,[object Object],2019-12-04T15:05:28-05:00,A test,HASH_PDQ\n".formatted(TWO)
                + "MALICIOUS,e8b19da37825a3056e84c522f05eb001,,,A test,HASH_MD5\n");

        assertThat(list.hashes().stream())
                .containsExactly(entry(ONE, BlockReason.TAKEDOWN, "A test", LocalDate.of(2019, 12, 4)));
        assertThat(list.foreign()).isEqualTo(2);
    }

    @Test
    void countsDuplicatesAndPoorHashes() throws IOException {
        HashList list = read(ONE + "\n" + ONE.toUpperCase() + ",50\n" + TWO + ",49\n");

        assertThat(list.hashes().size()).isEqualTo(1);
        assertThat(List.of(list.duplicates(), list.poor())).containsExactly(1, 1);
    }

    @Test
    void anEmptyFileIsAnEmptyList() throws IOException {
        assertThat(read("").hashes().isEmpty()).isTrue();
        assertThat(read("\ufeff").hashes().isEmpty()).isTrue();
        assertThat(read("hash,reason,source,date").hashes().isEmpty()).isTrue();
    }

    static Stream<Arguments> hostile() {
        String longSource = "hash,source\n%s,%s".formatted(ONE, "x".repeat(201));
        return Stream.of(
                Arguments.of("hashes.length", 1, "abc"),
                Arguments.of("hashes.length", 2, ONE + "\n" + ONE + "0"),
                Arguments.of("hashes.length", 1, "name,value\n1,2"),
                Arguments.of("hashes.length", 2, "hash,reason\n,artist"),
                Arguments.of("hashes.length", 1, "e8b19da37825a3056e84c522f05eb001"),
                Arguments.of("hashes.length", 1, ONE + "\0"),
                Arguments.of("hashes.length", 2, ONE + "\n\ufeff" + TWO),
                Arguments.of("hashes.digits", 3, "\n\n" + ONE.replace('f', 'g')),
                Arguments.of("hashes.digits", 1, "\u0660" + ONE.substring(1)),
                Arguments.of("hashes.quality", 1, ONE + ",good"),
                Arguments.of("hashes.quality", 1, ONE + ",101"),
                Arguments.of("hashes.quality", 1, ONE + ",99999999999999999999"),
                Arguments.of("hashes.columns", 2, "hash,reason\n" + ONE + ",artist,2025-01-01"),
                Arguments.of("hashes.quotes", 2, "hash,source\n" + ONE + ",\"open"),
                Arguments.of("hashes.quotes", 2, "hash,source\n" + ONE + ",\"a\"b\""),
                Arguments.of("hashes.quotes", 2, "hash,source\n" + ONE + ",a\"b\"c"),
                Arguments.of("hashes.reason", 2, "hash,reason\n" + ONE + ",because"),
                Arguments.of("hashes.date", 2, "hash,date\n" + ONE + ",2025-02-29"),
                Arguments.of("hashes.date", 2, "hash,date\n" + ONE + ",27.11.2026"),
                Arguments.of("hashes.date", 2, "hash,date\n" + ONE + ",-999-01-01"),
                Arguments.of("hashes.date", 2, "hash,date\n" + ONE + ",+999999999-01-01"),
                Arguments.of("hashes.source", 2, longSource),
                Arguments.of("hashes.source", 2, "hash,source\n" + ONE + ",a\u001b[2Jb"),
                Arguments.of("hashes.source", 2, "hash,source\n" + ONE + ",a\u202eb"),
                Arguments.of("hashes.line", 2, ONE + "\n" + "0".repeat(1 << 20)),
                Arguments.of("hashes.line", 1, ",".repeat(1 << 17)),
                Arguments.of("hashes.line", 1, "\"".repeat(1 << 17)));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void namesFileAndLineOfWhatCannotBeUnderstood(String code, int line, String content) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOfSatisfying(HashListException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageStartingWith("Line %d of %s ".formatted(line, folder.resolve("list.txt")))
                .hasMessageEndingWith(".")
                .hasMessageNotContaining(ONE);
    }

    @Test
    void refusesOtherEncodingsAndNoise() throws IOException {
        byte[] noise = new byte[100_000];
        new Random(3).nextBytes(noise);
        for (byte[] content : List.of(
                ONE.getBytes(StandardCharsets.UTF_16),
                "hash,source\n%s,Löwe".formatted(ONE).getBytes(StandardCharsets.ISO_8859_1),
                noise)) {
            assertThatThrownBy(() -> read(content))
                    .isInstanceOfSatisfying(
                            HashListException.class,
                            e -> assertThat(e.code()).isIn("hashes.encoding", "hashes.length", "hashes.line"));
        }
    }

    @Test
    void aLineOfManyQuotesAndCommasIsReadInTimeThatGrowsWithItsLength() {
        String line = "\"a,\",".repeat(13_000);
        assertThatThrownBy(() -> read("hash\n" + line)).extracting(e -> ((HashListException) e).code()).isEqualTo("hashes.columns");
    }

    @Test
    void whatIsNoFileIsMissing() {
        for (Path path : List.of(folder, folder.resolve("nowhere"))) {
            assertThatThrownBy(() -> HashListReader.read(path, BlockReason.TAKEDOWN, "", DAY))
                    .isInstanceOfSatisfying(HashListException.class, e -> assertThat(e.code()).isEqualTo("hashes.missing"))
                    .hasMessageContaining(path.toString());
        }
    }

    @ParameterizedTest
    @EnumSource(HashListFormat.class)
    void whatIsWrittenIsReadAgain(HashListFormat format) throws IOException {
        BlockedHashes.Builder builder = BlockedHashes.builder();
        Random random = new Random(9);
        for (int number = 0; number < 500; number++) {
            PdqHash hash = new PdqHash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
            BlockReason reason = BlockReason.values()[number % 3];
            String source = List.of("plain", "with, comma", "with \"quotes\"", "Größe").get(number % 4);
            builder.add(new BlockedHash(hash, reason, source, DAY.minusDays(number)));
        }
        List<BlockedHash> entries = builder.build().stream().toList();
        Path file = Files.writeString(folder.resolve("out.csv"), "what was there before");

        HashListWriter.write(file, entries.stream(), format);

        List<BlockedHash> again = HashListReader.read(file, BlockReason.VICTIM, "import", DAY).hashes().stream().toList();
        if (format == HashListFormat.LINES) {
            assertThat(again).extracting(BlockedHash::hash).isEqualTo(entries.stream().map(BlockedHash::hash).toList());
        } else {
            assertThat(again).isEqualTo(entries);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aListThatCannotBeWrittenStaysAsItWas() throws IOException {
        Path file = Files.writeString(folder.resolve("out.csv"), "before");
        Stream<BlockedHash> failing = Stream.of(1).map(one -> {
            throw new IllegalStateException("on the way");
        });

        assertThatThrownBy(() -> HashListWriter.write(file, failing, HashListFormat.CSV)).hasMessage("on the way");

        assertThat(file).content().isEqualTo("before");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
        Path inAFile = file.resolve("deeper.csv");
        assertThatThrownBy(() -> HashListWriter.write(inAFile, Stream.empty(), HashListFormat.CSV))
                .isInstanceOfSatisfying(HashListException.class, e -> assertThat(e.code()).isEqualTo("hashes.write"))
                .hasMessageContaining(inAFile.toString());
    }
}
