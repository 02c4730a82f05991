package dev.bildwerk.diffusion.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TilesTest {
    /** Places and checksums that AUTOMATIC1111's split_grid and combine_grid gave with Pillow 13.0. */
    static Stream<Arguments> ofAutomatic1111() {
        return Stream.of(
                Arguments.of(1024, 1024, 512, 64, List.of(0, 256, 512), List.of(0, 256, 512), 0xf846fd24L),
                Arguments.of(1000, 700, 512, 64, List.of(0, 244, 488), List.of(0, 188), 0x174ad1c9L),
                Arguments.of(96, 88, 40, 12, List.of(0, 28, 56), List.of(0, 24, 48), 0x311e3a40L),
                Arguments.of(129, 77, 48, 16, List.of(0, 27, 54, 81), List.of(0, 29), 0x80369123L),
                Arguments.of(150, 41, 40, 8, List.of(0, 27, 55, 82, 110), List.of(0, 1), 0x23e27d8aL),
                Arguments.of(128, 128, 64, 32, List.of(0, 32, 64), List.of(0, 32, 64), 0x9275ca94L),
                Arguments.of(513, 512, 512, 64, List.of(0, 1), List.of(0), 0x74805cc4L),
                Arguments.of(101, 67, 24, 7, List.of(0, 15, 30, 46, 61, 77), List.of(0, 14, 28, 43), 0x85ffc2f1L));
    }

    @ParameterizedTest
    @MethodSource("ofAutomatic1111")
    void laysTilesWhereAutomatic1111DoesAndBlendsThemToTheSamePixels(
            int width, int height, int tile, int overlap, List<Integer> lefts, List<Integer> tops, long checksum) {
        Tiles tiles = Tiles.of(width, height, tile, tile, overlap);

        assertThat(tiles.lefts()).isEqualTo(lefts);
        assertThat(tiles.tops()).isEqualTo(tops);
        List<Picture> pictures = IntStream.range(0, lefts.size() * tops.size())
                .mapToObj(number -> pattern(tile, tile, number))
                .toList();
        assertThat(crc(tiles.combine(pictures))).isEqualTo(checksum);
    }

    @Test
    void whatIsCutIsPutTogetherAsItWas() {
        Random random = new Random(3);
        for (int round = 0; round < 60; round++) {
            int tile = 8 + random.nextInt(30);
            int width = tile + random.nextInt(70);
            int height = tile + random.nextInt(70);
            Tiles tiles = Tiles.of(width, height, tile, tile, random.nextInt(tile));
            Picture picture = pattern(width, height, round);

            assertThat(tiles.combine(tiles.cut(picture)).rgb()).as("%s", tiles).isEqualTo(picture.rgb());
        }
    }

    @Test
    void tilesCoverEverythingAndOverlapByNoLessThanAsked() {
        Random random = new Random(4);
        for (int round = 0; round < 300; round++) {
            int tile = 8 + random.nextInt(60);
            int side = tile + random.nextInt(300);
            int overlap = random.nextInt(tile);
            List<Integer> places = Tiles.of(side, tile, tile, tile, overlap).lefts();

            assertThat(places.getFirst()).isZero();
            assertThat(places.getLast()).isEqualTo(side - tile);
            for (int i = 1; i < places.size(); i++) {
                assertThat(places.get(i - 1) + tile - places.get(i)).isGreaterThanOrEqualTo(overlap);
            }
        }
    }

    @Test
    void betweenTheDarkestAndTheBrightestTileIsAnEvenSlope() {
        Tiles tiles = Tiles.of(88, 48, 48, 48, 8);
        byte[] white = new byte[48 * 48 * 3];
        Arrays.fill(white, (byte) 255);
        List<Picture> pictures = List.of(new Picture(48, 48, new byte[white.length]), new Picture(48, 48, white));

        Picture whole = tiles.combine(pictures);

        for (int x = 1; x < 88; x++) {
            int step = (whole.rgb()[x * 3] & 0xff) - (whole.rgb()[x * 3 - 3] & 0xff);
            assertThat(step).isBetween(0, 255 / 8 + 1);
        }
    }

    @Test
    void refusesTilesThatDoNotFit() {
        assertThatThrownBy(() -> Tiles.of(10, 10, 16, 16, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tiles.of(32, 32, 16, 16, 16)).isInstanceOf(IllegalArgumentException.class);
        Tiles four = Tiles.of(24, 24, 16, 16, 8);
        assertThatThrownBy(() -> four.combine(Collections.nCopies(3, pattern(16, 16, 0))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"74, 46, 0656f722", "55, 35, a68591dd", "100, 99, 1d0dfb04", "296, 184, 134304ec"})
    void theNearestPixelIsThatOfPillow(int width, int height, String checksum) {
        Picture larger = EnlargingFilter.NEAREST.enlarged(pattern(37, 23, 0), width, height);

        assertThat(crc(larger)).isEqualTo(Long.parseLong(checksum, 16));
    }

    /** As in the Python that made the numbers. */
    private static Picture pattern(int width, int height, int number) {
        byte[] rgb = new byte[width * height * 3];
        for (long i = 0; i < rgb.length; i++) {
            rgb[(int) i] = (byte) (i * i * 7 + i * 31 + number * 97L + i / 5);
        }
        return new Picture(width, height, rgb);
    }

    private static long crc(Picture picture) {
        CRC32 crc = new CRC32();
        crc.update(picture.rgb());
        return crc.getValue();
    }
}
