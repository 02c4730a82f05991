package dev.bildwerk.safety.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashStoreTest {
    @TempDir
    Path folder;

    private static BlockedHashes one(long number) {
        BlockedHashes.Builder builder = BlockedHashes.builder();
        builder.add(new BlockedHash(
                new PdqHash(number, 0, 0, 0), BlockReason.VICTIM, "a request", LocalDate.of(2026, 11, 27)));
        return builder.build();
    }

    @Test
    void isEmptyWithoutAFileAndMakesNone() {
        HashStore store = new HashStore(folder.resolve("data/list.csv"));
        assertThat(store.current().isEmpty()).isTrue();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatAnotherChangesCountsAtOnce() throws IOException {
        Path file = folder.resolve("data/list.csv");
        HashStore here = new HashStore(file);
        HashStore elsewhere = new HashStore(file);
        for (int number = 1; number <= 20; number++) {
            int one = number;
            elsewhere.change(list -> list.with(one(one)));
            assertThat(here.current().size()).isEqualTo(number);
            assertThat(here.current()).isSameAs(here.current());
        }
        elsewhere.change(list -> list.without(entry -> entry.hash().a() > 5));
        assertThat(here.current().stream()).hasSize(5).allMatch(entry -> entry.source().equals("a request"));
        Files.delete(file);
        assertThat(here.current().isEmpty()).isTrue();
    }

    @Test
    void noChangeIsLostAmongMany() {
        Path file = folder.resolve("list.csv");
        IntStream.rangeClosed(1, 60).parallel().forEach(number -> new HashStore(file).change(list -> list.with(one(number))));
        assertThat(new HashStore(file).current().size()).isEqualTo(60);
    }

    @Test
    void aBrokenFileIsAnErrorEachTimeUntilItIsMended() throws IOException {
        Path file = Files.writeString(folder.resolve("list.csv"), "hash\nnonsense");
        HashStore store = new HashStore(file);
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(store::current).isInstanceOf(HashListException.class).hasMessageContaining("Line 2");
            assertThatThrownBy(() -> store.change(list -> list.with(one(1)))).isInstanceOf(HashListException.class);
        }
        assertThat(file).content().contains("nonsense");
        Files.writeString(file, "hash\n" + "0".repeat(64));
        assertThat(store.current().size()).isEqualTo(1);
    }
}
