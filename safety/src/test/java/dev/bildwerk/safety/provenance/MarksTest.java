package dev.bildwerk.safety.provenance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.recipe.Infotext;
import dev.bildwerk.diffusion.recipe.ReadRecipe;
import dev.bildwerk.diffusion.recipe.RecipeReader;
import dev.bildwerk.safety.provenance.key.SigningKeys;
import dev.bildwerk.safety.provenance.xmp.XmpReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MarksTest {
    private static final Picture PICTURE = picture();

    @TempDir
    Path folder;

    static List<PictureFormat> formats() {
        return List.of(PictureFormat.PNG, new PictureFormat.Jpeg(100));
    }

    static Picture picture() {
        byte[] rgb = new byte[24 * 16 * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / 9);
        }
        return new Picture(24, 16, rgb);
    }

    static Infotext recipe(String prompt) {
        return new Infotext(prompt, "", new LinkedHashMap<>(Map.of(
                "Steps", "20", "Sampler", "Euler", "Seed", "7", "Size", "24x16",
                "Model", "bildwerk-mini", "Model hash", "0123456789")));
    }

    private Marks marks(List<String> remarks) {
        return Marks.by("Bildwerk 0.1.0", () -> SigningKeys.of(folder.resolve("key.pem"), Map.of()), remarks::add);
    }

    @Test
    void aPngKeepsEveryPixel() throws IOException {
        byte[] file = marks(new ArrayList<>()).file(
                FinishedPicture.of(PICTURE, recipe("a pear"), Making.GENERATED), PictureFormat.PNG);

        assertThat(Picture.of(ImageIO.read(new ByteArrayInputStream(file))).rgb()).isEqualTo(PICTURE.rgb());
    }

    @ParameterizedTest
    @MethodSource("formats")
    void theFileTellsItsRecipeAndWhereItComesFrom(PictureFormat format) {
        byte[] file = marks(new ArrayList<>()).file(
                FinishedPicture.of(PICTURE, recipe("\u00c4pfel \u8d64"), Making.GENERATED), format);

        assertThat(RecipeReader.read(file)).isInstanceOfSatisfying(ReadRecipe.Found.class, found ->
                assertThat(found.recipe().prompt()).contains("\u00c4pfel \u8d64"));
        assertThat(XmpReader.read(file)).contains(new XmpReader.Found(
                Optional.of("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"),
                Optional.of("Bildwerk 0.1.0")));
    }

    @Test
    void aPictureThatIsShownWhileItIsDrawnIsMarkedToo() {
        byte[] file = marks(new ArrayList<>()).file(
                new FinishedPicture(PICTURE, Optional.empty(), Making.GENERATED), PictureFormat.PNG);

        assertThat(new String(file, ISO_8859_1)).contains("caBX").contains("trainedAlgorithmicMedia");
    }

    @Test
    void aRecipeThatDoesNotFitIntoAJpegIsLeftOutAndThatIsTold() {
        List<String> remarks = new ArrayList<>();
        String long16 = "\u8d64".repeat(30_000); // 60,000 bytes in UTF-16, 90,000 in UTF-8
        byte[] fits = marks(remarks).file(
                FinishedPicture.of(PICTURE, recipe(long16), Making.GENERATED), new PictureFormat.Jpeg(50));
        assertThat(RecipeReader.read(fits)).isInstanceOf(ReadRecipe.Found.class);
        assertThat(remarks).isEmpty();

        byte[] tooLong = marks(remarks).file(
                FinishedPicture.of(PICTURE, recipe(long16 + long16), Making.GENERATED), new PictureFormat.Jpeg(50));
        assertThat(RecipeReader.read(tooLong)).isInstanceOf(ReadRecipe.None.class);
        assertThat(remarks).containsExactly("The recipe is too long for a JPEG file: a PNG file carries it.");
    }

    @Test
    void aLongLatinRecipeIsReadAgainFromAJpeg() {
        StringBuilder prompt = new StringBuilder("x");
        Random random = new Random(3);
        while (prompt.length() < 50_000) { // 100,000 bytes in UTF-16
            prompt.append((char) ('a' + random.nextInt(26)));
        }
        byte[] file = marks(new ArrayList<>()).file(
                FinishedPicture.of(PICTURE, recipe(prompt.toString()), Making.GENERATED), new PictureFormat.Jpeg(50));

        assertThat(RecipeReader.read(file)).isInstanceOfSatisfying(ReadRecipe.Found.class, found ->
                assertThat(found.recipe().prompt()).contains(prompt.toString()));
    }

    @Test
    void aGivenPictureSaysWhatItIsSoThatOneMadeFromItDoesNotSayLess() {
        Marks marks = marks(new ArrayList<>());
        byte[] made = marks.file(new FinishedPicture(PICTURE, Optional.empty(), Making.GENERATED), PictureFormat.PNG);
        byte[] changed = marks.file(
                new FinishedPicture(PICTURE, Optional.empty(), new Making.Changed(Making.Given.UNKNOWN)),
                new PictureFormat.Jpeg(90));
        byte[] resized = marks.file(
                new FinishedPicture(PICTURE, Optional.empty(), new Making.Resized(Making.Given.UNKNOWN)), PictureFormat.PNG);

        assertThat(GivenPictures.origin(made)).isEqualTo(Making.Given.MACHINE_MADE);
        assertThat(GivenPictures.origin(changed)).isEqualTo(Making.Given.PARTLY_MACHINE_MADE);
        assertThat(GivenPictures.origin(resized)).isEqualTo(Making.Given.UNKNOWN);
        assertThat(GivenPictures.origin("no picture".getBytes(UTF_8))).isEqualTo(Making.Given.UNKNOWN);
        assertThat(new Making.Resized(Making.Given.MACHINE_MADE).sourceType()).isEqualTo(DigitalSourceType.TRAINED);
        assertThat(new Making.Changed(Making.Given.MACHINE_MADE).sourceType()).isEqualTo(DigitalSourceType.TRAINED);
    }
}
