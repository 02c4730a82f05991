package dev.bildwerk.safety.provenance.c2pa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.recipe.RecipeJpeg;
import dev.bildwerk.diffusion.recipe.RecipePng;
import dev.bildwerk.safety.provenance.Making;
import dev.bildwerk.safety.provenance.PictureFormat;
import dev.bildwerk.safety.provenance.file.JpegFile;
import dev.bildwerk.safety.provenance.key.SigningKey;
import dev.bildwerk.safety.provenance.key.SigningKeys;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever length a manifest has, it tells its own. */
class ManifestWriterTest {
    private static final Picture PICTURE = new Picture(4, 4, new byte[48]);

    @TempDir
    Path folder;

    private SigningKey key() {
        return SigningKeys.of(folder.resolve("key.pem"), Map.of()).load(Clock.systemUTC(), remark -> {});
    }

    private static Statement statement(int letters) {
        return new Statement(
                Making.GENERATED, "Bildwerk", "1", Optional.of("m".repeat(letters)), Optional.of("0123456789"));
    }

    private static ManifestFinding read(byte[] file) {
        return ManifestReader.read(file, Optional.empty(), Instant.now());
    }

    @Test
    void ofEveryLengthAroundWhereItsNumbersGrow() {
        SigningKey key = key();
        byte[] png = RecipePng.encode(PICTURE);
        int shortest = ManifestWriter.addTo(png, PictureFormat.PNG, statement(0), key).length - png.length;
        for (int letters = (1 << 16) - shortest - 12; letters < (1 << 16) - shortest + 12; letters++) {
            byte[] file = ManifestWriter.addTo(png, PictureFormat.PNG, statement(letters), key);
            assertThat(read(file)).as("%d letters", letters).isInstanceOf(ManifestFinding.Valid.class);
        }
    }

    @Test
    void aLongOneTakesSeveralSegmentsOfAJpeg() {
        byte[] file = ManifestWriter.addTo(
                RecipeJpeg.encode(PICTURE, 90), new PictureFormat.Jpeg(90), statement(200_000), key());

        assertThat(JpegFile.parse(file).segments(Container.JpegApp11.MARKER, Container.JpegApp11.BEGINNING)).hasSize(4);
        assertThat(read(file)).isInstanceOfSatisfying(ManifestFinding.Valid.class, valid ->
                assertThat(valid.facts().model()).contains("m".repeat(200_000)));
    }
}
