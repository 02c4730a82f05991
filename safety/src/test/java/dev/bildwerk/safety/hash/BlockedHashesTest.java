package dev.bildwerk.safety.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.picture.Picture;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockedHashesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 27);

    private final Random random = new Random(11);

    private PdqHash anyHash() {
        return new PdqHash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    /** With so many bits at random places turned over. */
    private PdqHash changed(PdqHash hash, int bits) {
        long[] words = {hash.a(), hash.b(), hash.c(), hash.d()};
        random.ints(0, 256).distinct().limit(bits).forEach(bit -> words[bit / 64] ^= 1L << bit % 64);
        return new PdqHash(words[0], words[1], words[2], words[3]);
    }

    private static BlockedHash blocked(PdqHash hash, String source) {
        return new BlockedHash(hash, BlockReason.ARTIST, source, DAY);
    }

    private static BlockedHashes listOf(List<BlockedHash> entries) {
        BlockedHashes.Builder builder = BlockedHashes.builder();
        entries.forEach(builder::add);
        return builder.build();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 1000, 49_999, 50_000, 70_000})
    void findsWhatALinearScanFinds(int size) {
        List<BlockedHash> entries = IntStream.range(0, size).mapToObj(n -> blocked(anyHash(), "list " + n % 7)).toList();
        BlockedHashes list = listOf(entries);
        assertThat(list.stream()).containsExactlyElementsOf(entries);

        for (int bits = 0; bits < 40; bits++) {
            PdqHash query = size == 0 ? anyHash() : changed(entries.get(random.nextInt(size)).hash(), bits);
            List<Match> expected = entries.stream()
                    .map(entry -> new Match(entry, entry.hash().distance(query), Placement.AS_IS))
                    .filter(match -> match.distance() <= 31)
                    .sorted(Comparator.comparingInt(Match::distance))
                    .toList();
            assertThat(list.find(query)).isEqualTo(expected).hasSize(size == 0 || bits > 31 ? 0 : 1);
        }
    }

    @Test
    void tellsTheNearestOfMany() {
        PdqHash query = anyHash();
        List<BlockedHash> entries = IntStream.of(31, 8, 20, 3, 32, 3, 25, 140)
                .mapToObj(bits -> blocked(changed(query, bits), "" + bits))
                .toList();

        BlockedHashes list = listOf(entries);

        assertThat(list.find(query)).extracting(Match::distance).containsExactly(3, 3, 8, 20, 25, 31);
        assertThat(list.find(query).getFirst().blocked()).isEqualTo(entries.get(3));
    }

    /** Hashes that share half of their bits with the one looked for, which both ways to search must go through. */
    @ParameterizedTest
    @ValueSource(ints = {3_000, 60_000})
    void findsAllAmongManyThatAreAlike(int size) {
        PdqHash query = anyHash();
        List<BlockedHash> entries = IntStream.range(0, size)
                .mapToObj(n -> new PdqHash(query.a(), query.b(), random.nextLong(), changed(query, n % 40).d()))
                .map(hash -> blocked(hash, ""))
                .toList();
        long near = entries.stream().filter(entry -> entry.hash().distance(query) <= PdqHash.MATCH).count();

        assertThat(near).isGreaterThan(50);
        assertThat(listOf(entries).find(query)).hasSize((int) near).isSortedAccordingTo(
                Comparator.comparingInt(Match::distance));
    }

    @Test
    void keepsEachHashOnceAsItWasFirstAdded() {
        List<BlockedHash> entries = IntStream.range(0, 3000).mapToObj(n -> blocked(anyHash(), "first")).toList();
        BlockedHashes list = listOf(entries);
        BlockedHashes again = listOf(entries.stream().map(entry -> blocked(entry.hash(), "second")).toList());
        BlockedHash another = blocked(anyHash(), "second");

        assertThat(list.with(again).stream()).containsExactlyElementsOf(entries);
        assertThat(again.with(list).stream()).allMatch(entry -> entry.source().equals("second"));
        assertThat(list.with(listOf(List.of(another))).stream()).hasSize(3001).endsWith(another);
        assertThat(list.without(entry -> entry.equals(entries.get(7))).stream())
                .hasSize(2999)
                .doesNotContain(entries.get(7));
        assertThat(list.without(entry -> true).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Placement.class)
    void matchesAPictureHoweverItIsTurned(Placement placement) {
        Picture picture = Drawings.scene(5, 300, 220);
        BlockedHashes list = listOf(List.of(
                blocked(anyHash(), ""), blocked(PictureHash.of(picture).hash(), "a painter"), blocked(anyHash(), "")));

        Picture turned = Drawings.jpeg(Drawings.placed(picture, placement), 0.9);

        assertThat(list.match(turned)).hasValueSatisfying(match -> {
            assertThat(match.blocked().source()).isEqualTo("a painter");
            assertThat(Drawings.placed(turned, match.placement()).width()).isEqualTo(300);
        });
        assertThat(list.match(Drawings.scene(6, 300, 220))).isEmpty();
        assertThat(BlockedHashes.NONE.match(turned)).isEmpty();
    }

    @Test
    void matchesNoPictureOfPoorQuality() {
        Picture flat = new Picture(64, 64, new byte[3 * 64 * 64]);
        assertThat(listOf(List.of(blocked(PictureHash.of(flat).hash(), ""))).match(flat)).isEmpty();
    }
}
