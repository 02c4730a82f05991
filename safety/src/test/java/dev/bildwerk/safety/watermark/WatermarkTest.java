package dev.bildwerk.safety.watermark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.picture.Box;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Resampling;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A small part of what {@link WatermarkMeasurement} measures, and hostile pictures. */
class WatermarkTest {
    private static final Watermark WATERMARK = new Watermark(key(1));
    private static final long PAYLOAD = 0xfedc_ba98_0123_4567L;

    private static WatermarkKey key(int number) {
        byte[] secret = new byte[WatermarkKey.BYTES];
        new Random(number).nextBytes(secret);
        return new WatermarkKey(secret);
    }

    /** Eight pictures of 128 x 128 pixels, each of four small ones that the default model drew. */
    private static List<Picture> drawn() throws IOException {
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            BufferedImage picture = new BufferedImage(128, 128, BufferedImage.TYPE_INT_RGB);
            for (int part = 0; part < 4; part++) {
                String name = "/fixtures/pdq/model-%d.png".formatted((i + part * part) % 8);
                BufferedImage drawn = ImageIO.read(WatermarkTest.class.getResource(name));
                picture.getGraphics().drawImage(drawn, part % 2 * 64, part / 2 * 64, null);
            }
            pictures.add(Picture.of(picture));
        }
        return pictures;
    }

    private static Picture flat(int width, int height, int value) {
        byte[] rgb = new byte[width * height * 3];
        Arrays.fill(rgb, (byte) value);
        return new Picture(width, height, rgb);
    }

    private static Picture noise(int width, int height, int number) {
        byte[] rgb = new byte[width * height * 3];
        new Random(number).nextBytes(rgb);
        return new Picture(width, height, rgb);
    }

    static List<String> changes() {
        return List.copyOf(Changes.required().keySet());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aMarkOutlives(String change) throws IOException {
        List<Picture> pictures = drawn();
        for (int i = 0; i < pictures.size(); i++) {
            Picture marked = WATERMARK.mark(pictures.get(i), PAYLOAD + i);
            Picture changed = Changes.required().get(change).apply(marked, new Random(i));
            assertThat(WATERMARK.find(changed).map(FoundWatermark::payload)).as("picture %d", i).contains(PAYLOAD + i);
        }
    }

    @Test
    void aLargePictureKeepsItsMarkWithMuchLessChange() {
        Picture picture = MeasuredPictures.texture(512, new Random(2));
        Picture marked = WATERMARK.mark(picture, PAYLOAD);

        assertThat(Changes.psnr(picture, marked)).isGreaterThan(46);
        Changes.required().forEach((name, change) ->
                assertThat(WATERMARK.find(change.apply(marked, new Random(3))).map(FoundWatermark::payload))
                        .as(name)
                        .contains(PAYLOAD));
    }

    @Test
    void noPictureChangesByMoreThanFortyTwoDecibels() throws IOException {
        List<Picture> pictures = new ArrayList<>(drawn());
        pictures.add(flat(128, 128, 255));
        pictures.add(flat(128, 128, 0));
        pictures.add(flat(200, 64, 128));
        pictures.add(noise(128, 128, 1));
        pictures.add(noise(64, 300, 2));
        for (Picture picture : pictures) {
            assertThat(Changes.psnr(picture, WATERMARK.mark(picture, PAYLOAD))).isGreaterThanOrEqualTo(42);
        }
    }

    @Test
    void theSizeThatAPictureHasNowIsTold() throws IOException {
        Picture marked = WATERMARK.mark(drawn().getFirst(), PAYLOAD);

        FoundWatermark found = WATERMARK.find(marked.resized(180, 180, Resampling.BICUBIC)).orElseThrow();

        assertThat(found.scaleX()).isBetween(1.39, 1.42);
        assertThat(found.scaleY()).isBetween(1.39, 1.42);
    }

    @Test
    void theSameGivesTheSamePixels() throws IOException {
        Picture picture = drawn().getFirst();
        Picture once = WATERMARK.mark(picture, PAYLOAD);
        Picture again = new Watermark(key(1)).mark(picture, PAYLOAD);

        assertThat(again.rgb()).isEqualTo(once.rgb());
        assertThat(WATERMARK.mark(picture, PAYLOAD + 1).rgb()).isNotEqualTo(once.rgb());
        assertThat(new Watermark(key(2)).mark(picture, PAYLOAD).rgb()).isNotEqualTo(once.rgb());
    }

    @Test
    void thePictureThatIsMarkedStaysAsItIs() throws IOException {
        Picture picture = drawn().getFirst();
        byte[] before = picture.rgb().clone();
        WATERMARK.mark(picture, PAYLOAD);

        assertThat(picture.rgb()).isEqualTo(before);
    }

    @Test
    void onlyItsKeyFindsAMark() throws IOException {
        Picture marked = WATERMARK.mark(drawn().getFirst(), PAYLOAD);

        for (int number = 2; number < 12; number++) {
            assertThat(new Watermark(key(number)).find(marked)).isEmpty();
        }
    }

    @Test
    void whatHasNoMarkHasNone() throws IOException {
        List<Picture> pictures = new ArrayList<>(drawn());
        IntStream.range(0, 4).forEach(i -> pictures.add(MeasuredPictures.texture(256, new Random(i))));
        IntStream.range(0, 4).forEach(i -> pictures.add(noise(100 + i, 90, i)));
        for (int value : new int[] {0, 1, 128, 254, 255}) {
            pictures.add(flat(128, 96, value));
        }
        for (Picture picture : pictures) {
            assertThat(WATERMARK.findAll(picture)).isEmpty();
        }
    }

    /** The smaller one's mark is twice as large in the larger picture; the other one is over it. */
    @Test
    void twoMarksInOnePictureAreBothFound() {
        Picture picture = MeasuredPictures.texture(256, new Random(4));
        Picture larger = WATERMARK.mark(picture, 1).resized(512, 512, Resampling.LANCZOS);
        Picture twice = WATERMARK.mark(larger, 2);

        assertThat(WATERMARK.findAll(twice)).extracting(FoundWatermark::payload).contains(1L, 2L);
    }

    @ParameterizedTest
    @CsvSource({
        "1,1", "1,500", "2,2", "3,3", "8,2000", "2000,8", "15,15", "16,16", "17,31", "63,64", "64,64", "65,2048", "113,113"
    })
    void anySizeIsMarkedAndLookedThrough(int width, int height) {
        for (Picture picture : List.of(noise(width, height, 1), flat(width, height, 255), flat(width, height, 0))) {
            Picture marked = WATERMARK.mark(picture, PAYLOAD);
            assertThat(marked.width()).isEqualTo(width);
            assertThat(marked.height()).isEqualTo(height);
            if (Math.min(width, height) < Watermark.SMALLEST_SIDE) {
                assertThat(marked).isSameAs(picture);
            }
            assertThat(WATERMARK.findAll(marked)).allMatch(found -> found.payload() == PAYLOAD);
        }
    }

    @ParameterizedTest
    @CsvSource({"1536,64", "96,1024", "640,384", "2048,2048"})
    void aPictureOfAnyShapeKeepsItsMark(int width, int height) {
        Picture picture = MeasuredPictures.texture(Math.max(width, height), new Random(5))
                .cropped(new Box(0, 0, width, height));
        Picture marked = WATERMARK.mark(picture, PAYLOAD);

        assertThat(WATERMARK.find(Changes.jpeg(marked, 75)).map(FoundWatermark::payload)).contains(PAYLOAD);
    }

    @Test
    void hostileKeysAndBitsAreMarkedLikeOthers() throws IOException {
        Picture picture = drawn().getFirst();
        for (int value : new int[] {0, 0xff, 0x80}) {
            byte[] secret = new byte[WatermarkKey.BYTES];
            Arrays.fill(secret, (byte) value);
            Watermark watermark = new Watermark(new WatermarkKey(secret));
            for (long payload : new long[] {0, -1, Long.MIN_VALUE}) {
                Picture marked = watermark.mark(picture, payload);
                assertThat(Changes.psnr(picture, marked)).isGreaterThanOrEqualTo(42);
                assertThat(watermark.find(marked).map(FoundWatermark::payload)).contains(payload);
            }
        }
    }
}
