package dev.bildwerk.safety.hash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Resampling;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureHashTest {
    private static final String FIXTURES = "/fixtures/pdq/";
    private static final List<Picture> SCENES =
            IntStream.range(0, 16).mapToObj(number -> Drawings.scene(number, 512 + 8 * number, 480)).toList();

    static Stream<JsonNode> referenceCases() throws IOException {
        try (InputStream json = PictureHashTest.class.getResourceAsStream(FIXTURES + "pdq.json")) {
            return new ObjectMapper().readTree(json).valueStream();
        }
    }

    private static Picture picture(JsonNode reference) throws IOException {
        String name = reference.get("picture").asText();
        try (InputStream png = PictureHashTest.class.getResourceAsStream(FIXTURES + name + ".png")) {
            return Picture.of(ImageIO.read(png));
        }
    }

    @ParameterizedTest
    @MethodSource("referenceCases")
    void isThatOfTheReferenceOnTheSamePixels(JsonNode reference) throws IOException {
        Picture picture = picture(reference);

        for (Placement placement : Placement.values()) {
            assertThat(PictureHash.of(picture, placement).hash())
                    .hasToString(reference.get("placements").get(placement.ordinal()).asText());
        }
        assertThat(PictureHash.of(picture).quality()).isEqualTo(reference.get("quality").asInt());
    }

    @ParameterizedTest
    @EnumSource(Placement.class)
    void isThatOfPixelsThatAreTurnedOrMirrored(Placement placement) {
        for (Picture scene : SCENES) {
            PdqHash ofPixels = PictureHash.of(Drawings.placed(scene, placement)).hash();
            assertThat(PictureHash.of(scene, placement).hash()).isEqualTo(ofPixels);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.95, 0.75, 0.5})
    void outlivesJpeg(double quality) {
        for (Picture scene : SCENES) {
            assertNear(scene, Drawings.jpeg(scene, quality));
        }
    }

    @ParameterizedTest
    @CsvSource({"50, LANCZOS", "70, BICUBIC", "95, LANCZOS", "130, BICUBIC", "200, LANCZOS"})
    void outlivesOtherSizes(int percent, Resampling by) {
        for (Picture scene : SCENES) {
            assertNear(scene, scene.resized(scene.width() * percent / 100, scene.height() * percent / 100, by));
        }
    }

    @Test
    void outlivesOtherProportionsAndJpegAtOnce() {
        for (Picture scene : SCENES) {
            assertNear(scene, Drawings.jpeg(scene.resized(256, 256, Resampling.BICUBIC), 0.75));
        }
    }

    private static void assertNear(Picture picture, Picture changed) {
        assertThat(PictureHash.of(picture).hash().distance(PictureHash.of(changed).hash()))
                .isLessThanOrEqualTo(PdqHash.MATCH);
    }

    @Test
    void tellsDifferentPicturesApart() {
        List<PictureHash> hashes = SCENES.stream().map(PictureHash::of).toList();
        assertThat(hashes).allMatch(PictureHash::isGood);
        for (int one = 0; one < hashes.size(); one++) {
            for (int other = 0; other < one; other++) {
                PdqHash hash = hashes.get(one).hash();
                assertThat(hash.distance(hashes.get(other).hash())).isGreaterThan(PdqHash.MATCH);
            }
        }
    }

    @Test
    void aPictureWithLittleToSeeIsOfPoorQuality() {
        assertThat(PictureHash.of(new Picture(100, 80, new byte[24_000])).isGood()).isFalse();
        assertThat(PictureHash.of(Drawings.scene(1, 4, 100)).quality()).isZero();
        assertThat(PictureHash.of(new Picture(1, 1, new byte[3])).hash()).isEqualTo(new PdqHash(0, 0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "5, 700", "700, 5", "63, 65", "128, 129", "1000, 130"})
    void takesEverySize(int width, int height) {
        PictureHash hash = PictureHash.of(Drawings.scene(3, width, height));
        assertThat(hash.hash().toString()).hasSize(PdqHash.DIGITS);
        assertThat(hash.quality()).isBetween(0, 100);
    }
}
