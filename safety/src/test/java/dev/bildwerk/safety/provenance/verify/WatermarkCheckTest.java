package dev.bildwerk.safety.provenance.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.picture.Box;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Resampling;
import dev.bildwerk.diffusion.recipe.Infotext;
import dev.bildwerk.diffusion.recipe.RecipePng;
import dev.bildwerk.safety.provenance.FinishedPicture;
import dev.bildwerk.safety.provenance.Making;
import dev.bildwerk.safety.provenance.Marks;
import dev.bildwerk.safety.provenance.PictureFormat;
import dev.bildwerk.safety.provenance.key.SigningKeys;
import dev.bildwerk.safety.watermark.RecipeBits;
import dev.bildwerk.safety.watermark.Watermark;
import dev.bildwerk.safety.watermark.WatermarkKey;
import dev.bildwerk.safety.watermark.WatermarkKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of the mark in the pixels, of files as they are written. */
class WatermarkCheckTest {
    private static final Infotext RECIPE = recipe("a pear  \n  on a table ");

    @TempDir
    Path folder;

    private WatermarkKeys keys;
    private Marks marks;
    private Picture picture;

    @BeforeEach
    void haveKeys() throws IOException {
        keys = new WatermarkKeys(folder.resolve("watermark-key.txt"), Optional.empty());
        marks = Marks.by("Bildwerk 1", () -> SigningKeys.of(folder.resolve("key.pem"), Map.of()), () -> keys, remark -> {});
        picture = Picture.of(ImageIO.read(WatermarkCheckTest.class.getResource("/fixtures/pdq/model-0.png")))
                .resized(128, 128, Resampling.LANCZOS);
    }

    private static Infotext recipe(String prompt) {
        return new Infotext(
                prompt, "", new LinkedHashMap<>(Map.of("Steps", "20", "Sampler", "Euler", "Seed", "7", "Size", "128x128")));
    }

    private byte[] file(PictureFormat format) {
        return marks.file(FinishedPicture.of(picture, RECIPE, Making.GENERATED), format);
    }

    private static Picture read(byte[] file) throws IOException {
        return Picture.of(ImageIO.read(new ByteArrayInputStream(file)));
    }

    private LayerFinding finding(byte[] file) {
        return Verification.of(file, Optional.empty(), keys.known(), Clock.systemUTC()).layers().stream()
                .filter(layer -> layer.layer().equals("watermark"))
                .findFirst()
                .orElseThrow();
    }

    private static String bits() {
        return HexFormat.of().toHexDigits(RecipeBits.of(RECIPE));
    }

    @Test
    void aWrittenPictureCarriesTheBitsOfItsRecipe() {
        for (PictureFormat format : new PictureFormat[] {PictureFormat.PNG, new PictureFormat.Jpeg(80)}) {
            LayerFinding found = finding(file(format));
            assertThat(found.state()).as(found.toString()).isEqualTo(State.VALID);
            assertThat(found.sentence()).contains("fits the recipe");
            assertThat(found.facts()).containsEntry("bits", bits());
            assertThat(found.facts().get("size_percent")).asString().matches("99|100|101");
        }
    }

    @Test
    void thePixelsAreThoseOfTheMarkAlone() throws IOException {
        Picture expected = new Watermark(keys.load(remark -> {})).mark(picture, RecipeBits.of(RECIPE));

        assertThat(read(file(PictureFormat.PNG)).rgb()).isEqualTo(expected.rgb());
    }

    @Test
    void theMarkOutlivesTheFileThatItCameIn() throws IOException {
        Picture seen = read(file(PictureFormat.PNG)).resized(150, 150, Resampling.BILINEAR).cropped(new Box(9, 4, 136, 140));
        LayerFinding found = finding(RecipePng.encode(seen));

        assertThat(found.state()).isEqualTo(State.VALID);
        assertThat(found.sentence()).contains("no recipe");
        assertThat(found.facts()).containsEntry("bits", bits());
        assertThat(found.facts().get("size_percent")).asString().matches("11[678]");
    }

    @Test
    void anotherRecipeInTheFileIsTold() throws IOException {
        LayerFinding found = finding(RecipePng.encode(read(file(PictureFormat.PNG)), recipe("a plum")));

        assertThat(found.state()).isEqualTo(State.ALTERED);
        assertThat(found.code()).isEqualTo("watermark.recipe");
        assertThat(found.facts()).containsEntry("bits", bits());
    }

    @Test
    void anEnlargedPictureFitsByItsOwnMarkThoughTheSmallerOnesIsInItToo() throws IOException {
        Picture larger = read(file(PictureFormat.PNG)).resized(256, 256, Resampling.LANCZOS);
        byte[] file = marks.file(
                FinishedPicture.of(larger, recipe("larger"), new Making.Resized(Making.Given.MACHINE_MADE)), PictureFormat.PNG);

        assertThat(finding(file).state()).isEqualTo(State.VALID);
        assertThat(finding(file).facts())
                .containsEntry("bits", HexFormat.of().toHexDigits(RecipeBits.of(recipe("larger"))));
    }

    @Test
    void noMarkSaysOfAPhotographOrAPreviewThatAMachineMadeIt() throws IOException {
        byte[] resized = marks.file(
                FinishedPicture.of(picture, RECIPE, new Making.Resized(Making.Given.UNKNOWN)), PictureFormat.PNG);
        byte[] preview = marks.file(new FinishedPicture(picture, Optional.empty(), Making.GENERATED), PictureFormat.PNG);

        assertThat(read(resized).rgb()).isEqualTo(picture.rgb());
        assertThat(read(preview).rgb()).isEqualTo(picture.rgb());
    }

    @Test
    void withoutTheKeyThereIsNothingToFind() {
        byte[] file = file(PictureFormat.PNG);
        byte[] secret = new byte[WatermarkKey.BYTES];
        new Random(3).nextBytes(secret);
        List<Optional<WatermarkKey>> others = List.of(Optional.empty(), Optional.of(new WatermarkKey(secret)));
        for (Optional<WatermarkKey> key : others) {
            LayerFinding found = new WatermarkCheck(key).check(file);
            assertThat(found.state()).isEqualTo(State.ABSENT);
            assertThat(found.facts()).isEmpty();
        }
    }

    @Test
    void hostileFilesHaveNoPixels() {
        keys.load(remark -> {});
        byte[] file = file(PictureFormat.PNG);
        byte[] huge = file.clone();
        huge[16] = 0x7f; // The width, 2 thousand million.
        assertThat(finding(huge).code()).isEqualTo("watermark.pixels");
        assertThat(finding(new byte[0]).code()).isEqualTo("watermark.pixels");
        Random random = new Random(1);
        for (int round = 0; round < 40; round++) {
            byte[] cut = Arrays.copyOf(file, random.nextInt(file.length));
            for (int flips = 0; flips < 5 && cut.length > 0; flips++) {
                cut[random.nextInt(cut.length)] ^= (byte) (1 << random.nextInt(8));
            }
            assertThat(finding(cut).layer()).isEqualTo("watermark");
        }
    }

    @Test
    void bitsAreThoseOfTheRecipeAsItIsReadAgain() {
        byte[] png = RecipePng.encode(picture, RECIPE);

        assertThat(RecipeBits.of(RecipePng.read(png).orElseThrow())).isEqualTo(RecipeBits.of(RECIPE));
        assertThat(RecipeBits.of(recipe("a plum"))).isNotEqualTo(RecipeBits.of(RECIPE));
    }
}
