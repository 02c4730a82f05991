package dev.bildwerk.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bildwerk.diffusion.recipe.PngText;
import dev.bildwerk.diffusion.recipe.ReadRecipe;
import dev.bildwerk.diffusion.recipe.RecipeReader;
import dev.bildwerk.safety.DataFolder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Every way to a picture's file ends with marks, and {@code bildwerk verify} finds them. */
class VerifyTest extends OwnDataFolder {
    private static final String TRAINED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
    private static final String COMPOSITE =
            "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";
    private static final String ENHANCED = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicallyEnhanced";

    private static Run run(String... arguments) {
        return command(arguments);
    }

    private Path draw(String command, String name, String... more) {
        Path file = folder.resolve(name);
        List<String> all = new ArrayList<>(List.of(
                command, "a red apple", "-q", "-m", MiniatureModel.folder().toString(), "--seed", "7", "--steps", "1"));
        all.addAll(List.of(more));
        all.addAll(List.of("-o", file.toString()));
        Run run = run(all.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return file;
    }

    private static JsonNode verified(Path file) throws IOException {
        Run run = run("verify", file.toString(), "--json");
        assertThat(run.err()).isEmpty();
        return new ObjectMapper().readTree(run.out());
    }

    private static void requireMarked(Path file, String sourceType, String... actions) throws IOException {
        JsonNode found = verified(file);
        assertThat(found.at("/c2pa/state").asText()).as(found.toString()).isEqualTo("valid");
        assertThat(found.at("/c2pa/own_key").asBoolean()).isTrue();
        assertThat(found.at("/c2pa/actions").toString()).isEqualTo("[\"" + String.join("\",\"", actions) + "\"]");
        assertThat(found.at("/c2pa/digital_source_type").asText()).isEqualTo(sourceType);
        assertThat(found.at("/xmp/state").asText()).isEqualTo("present");
        assertThat(found.at("/xmp/digital_source_type").asText()).isEqualTo(sourceType);
        assertThat(found.at("/state").asText()).isEqualTo("valid");
    }

    @Test
    void aDrawnPictureIsMarkedWithItsModelAsPngAndAsJpeg() throws IOException {
        for (String name : List.of("apple.png", "apple.jpg")) {
            Path file = draw("generate", name);
            requireMarked(file, TRAINED, "c2pa.created");
            JsonNode found = verified(file);
            assertThat(found.at("/c2pa/program").asText()).startsWith("Bildwerk ");
            assertThat(found.at("/c2pa/model").asText()).isEqualTo(MiniatureModel.folder().getFileName().toString());
            assertThat(found.at("/c2pa/model_sha256").asText()).matches("[0-9a-f]{10}");
            assertThat(RecipeReader.read(file)).isInstanceOfSatisfying(ReadRecipe.Found.class, recipe ->
                    assertThat(recipe.recipe().seed()).contains(7L));
        }
        assertThat(Files.readAllBytes(folder.resolve("apple.jpg"))).startsWith(0xff, 0xd8, 0xff);
    }

    @Test
    void aPictureCarriesAWatermarkOfItsRecipeWithinItsPixels() throws IOException {
        Path drawn = draw("generate", "apple.png", "--size", "64x64");
        for (String name : List.of("larger.png", "larger.jpg")) {
            Path larger = folder.resolve(name);
            Run run = run("upscale", "-q", drawn.toString(), "--scale", "4", "--upscaler", "lanczos", "-o", larger.toString());
            assertThat(run.exitCode()).as(run.err()).isZero();
            JsonNode found = verified(larger);
            assertThat(found.at("/watermark/state").asText()).as(found.toString()).isEqualTo("valid");
            assertThat(found.at("/watermark/message").asText()).contains("fits the recipe");
            assertThat(found.at("/watermark/bits").asText()).matches("[0-9a-f]{16}");
        }
        Path bare = folder.resolve("bare.png");
        ImageIO.write(ImageIO.read(folder.resolve("larger.png").toFile()), "png", bare.toFile());
        JsonNode found = verified(bare);
        assertThat(found.at("/c2pa/state").asText()).isEqualTo("absent");
        assertThat(found.at("/watermark/state").asText()).isEqualTo("valid");
        assertThat(found.at("/watermark/bits")).isEqualTo(verified(folder.resolve("larger.png")).at("/watermark/bits"));
        assertThat(run("verify", bare.toString()).exitCode()).isZero();
    }

    @Test
    void aJpegsRecipeDrawsThePictureAgain() throws IOException {
        Path png = draw("generate", "apple.png");
        Path jpeg = draw("generate", "apple.jpg", "--quality", "80");
        Path again = folder.resolve("again.png");

        Run run = run("generate", "-q", "-m", MiniatureModel.folder().toString(), "--from", jpeg.toString(),
                "-o", again.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(UnsignedFile.of(again)).isEqualTo(UnsignedFile.of(png));
    }

    @Test
    void aFolderTakesJpegsToo() throws IOException {
        Path pictures = draw("generate", "pictures", "--format", "jpeg", "--quality", "50");

        assertThat(Files.list(pictures)).containsExactly(pictures.resolve("a-red-apple-7.jpg"));
        requireMarked(pictures.resolve("a-red-apple-7.jpg"), TRAINED, "c2pa.created");
    }

    @Test
    void formatAndQualityMustGoWithTheName() {
        for (List<String> options : List.of(
                List.of("-o", "a.png", "--format", "jpeg"),
                List.of("-o", "a.jpg", "--format", "png"),
                List.of("-o", "a.png", "--quality", "80"),
                List.of("-o", "a.jpg", "--quality", "0"),
                List.of("-o", "a.jpg", "--quality", "101"))) {
            List<String> all = new ArrayList<>(List.of("generate", "a red apple", "-m", MiniatureModel.folder().toString()));
            all.addAll(options);
            Run run = run(all.toArray(String[]::new));
            assertThat(run.exitCode()).as(options.toString()).isEqualTo(2);
            assertThat(run.err()).hasLineCount(1);
        }
    }

    @Test
    void aPictureMadeFromAnotherSaysSoAndNeverLessThanThatOne() throws IOException {
        Path photo = folder.resolve("photo.png");
        ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "png", photo.toFile());
        Path drawn = draw("generate", "drawn.png");

        requireMarked(draw("generate", "a.png", "--init", photo.toString()), COMPOSITE, "c2pa.opened", "c2pa.edited");
        requireMarked(draw("generate", "b.png", "--init", drawn.toString()), TRAINED, "c2pa.opened", "c2pa.edited");
        requireMarked(larger(photo, "lanczos"), ENHANCED, "c2pa.opened", "c2pa.resized");
        requireMarked(larger(drawn, "lanczos"), TRAINED, "c2pa.opened", "c2pa.resized");
        requireMarked(larger(photo, "learned"), COMPOSITE, "c2pa.opened", "c2pa.edited");
    }

    private Path larger(Path picture, String upscaler) {
        Run run = run("upscale", picture.toString(), "-q", "--upscaler", upscaler, "-o", folder.resolve("out").toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return Path.of(run.out().strip());
    }

    @Test
    void aSheetAndItsCellsAreMarked() throws IOException {
        draw("grid", "sheet.jpg", "--x", "steps=1,2", "--keep-cells");

        for (String name : List.of("sheet.jpg", "sheet-x1-y1.jpg", "sheet-x2-y1.jpg")) {
            requireMarked(folder.resolve(name), TRAINED, "c2pa.created");
        }
    }

    @Test
    void tellsInWordsAndByItsExitCodeWhatIsAlteredAndWhatIsNotMarked() throws IOException {
        Path marked = draw("generate", "marked.png");
        byte[] bytes = Files.readAllBytes(marked);
        bytes[new String(bytes, ISO_8859_1).indexOf("IDAT") + 9] ^= 1;
        Path altered = Files.write(folder.resolve("altered.png"), bytes);
        Path bare = folder.resolve("bare.png");
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", bare.toFile());

        Run good = run("verify", marked.toString());
        assertThat(good.exitCode()).isZero();
        assertThat(good.out())
                .contains("marked.png: marked, and the mark fits", "C2PA  valid. Signed with this installation's own key")
                .contains("XMP   present.", "digital source type: " + TRAINED, "own key: yes");
        Run changed = run("verify", altered.toString());
        assertThat(changed.exitCode()).isEqualTo(7);
        assertThat(changed.out()).contains("altered.png: changed or damaged after it was marked", "C2PA  altered.");
        assertThat(verified(altered).at("/c2pa/code").asText()).isEqualTo("c2pa.data");
        Run none = run("verify", bare.toString());
        assertThat(none.exitCode()).isEqualTo(8);
        assertThat(none.out()).contains("bare.png: no mark");
        assertThat(run("verify", marked.toString(), bare.toString(), altered.toString()).exitCode()).isEqualTo(7);
    }

    @Test
    void anotherInstallationsPictureIsValidByAnUnknownSigner() throws IOException {
        Path marked = draw("generate", "marked.png");
        System.setProperty("bildwerk.data", folder.resolve("other").toString());

        Run run = run("verify", marked.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("The signer is unknown here", "own key: no");
        assertThat(folder.resolve("other")).as("looking makes no key").doesNotExist();
    }

    @Test
    void theKeyIsItsOwnersAndMadeWithTheFirstPictureAlone() throws IOException {
        assertThat(run("generate", "--help").exitCode()).isZero();
        assertThat(DataFolder.signingKey()).doesNotExist();

        draw("generate", "apple.png");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(DataFolder.signingKey()))).isEqualTo("rw-------");
    }

    @Test
    void aStrangersTextsAreShownWithoutTheirControlCharacters() throws IOException {
        Path plain = folder.resolve("plain.png");
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", plain.toFile());
        Path foreign = Files.write(folder.resolve("foreign.png"), PngText.addUtf8(
                Files.readAllBytes(plain), "XML:com.adobe.xmp", """
                <r xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" e:DigitalSourceType="&#x9b;31m&#x202e;evil&#10;%s"/>"""
                        .formatted("x".repeat(500))));

        String out = run("verify", foreign.toString()).out();

        assertThat(out).contains("?31m?evil").doesNotContain("\u009b", "\u202e", "x".repeat(201));
    }

    @Test
    void whatIsNoPictureIsOneSentence() throws IOException {
        for (Path file : List.of(folder.resolve("nothing.png"), Files.writeString(folder.resolve("text.png"), "no pixels"))) {
            Run run = run("verify", file.toString());
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains(file.toString()).hasLineCount(1);
        }
    }
}
