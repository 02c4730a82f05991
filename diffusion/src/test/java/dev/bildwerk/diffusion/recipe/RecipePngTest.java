package dev.bildwerk.diffusion.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.sampling.SamplerName;
import dev.bildwerk.diffusion.sampling.ScheduleName;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class RecipePngTest {
    private static final Picture PICTURE = randomPicture(24, 16);

    @ParameterizedTest
    @ValueSource(strings = {"a red apple", "ein \u00c4pfelchen", "\u8d64\u3044 \ud83c\udf4e", "two\nlines"})
    void carriesTheRecipeAndThePixels(String prompt) throws IOException {
        byte[] png = RecipePng.encode(PICTURE, recipe(prompt));

        assertThat(RecipePng.read(png)).contains(recipe(prompt));
        assertThat(pixels(ImageIO.read(new ByteArrayInputStream(png)))).isEqualTo(pixels(PICTURE.toImage()));
    }

    @Test
    void isReadByImageIoAsPlainTextWhereLatin1CanSayIt() throws IOException {
        assertThat(textSeenByImageIo(RecipePng.encode(PICTURE, recipe("\u00c4pfel")), "tEXtEntry", "value"))
                .isEqualTo(recipe("\u00c4pfel").format());
    }

    @Test
    void isReadByImageIoAsInternationalTextOtherwise() throws IOException {
        assertThat(textSeenByImageIo(RecipePng.encode(PICTURE, recipe("\u8d64\u3044")), "iTXtEntry", "text"))
                .isEqualTo(recipe("\u8d64\u3044").format());
    }

    @Test
    void givesTheSameBytesForTheSamePicture() {
        assertThat(RecipePng.encode(PICTURE, recipe("a pear"))).isEqualTo(RecipePng.encode(PICTURE, recipe("a pear")));
    }

    @Test
    void saysThatAPictureHasNoRecipe() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(PICTURE.toImage(), "png", png);

        assertThat(RecipePng.read(png.toByteArray())).isEmpty();
    }

    @Test
    void readsCompressedTextsOfOtherPrograms() {
        String text = recipe("a pear").format();
        byte[] name = "parameters".getBytes(StandardCharsets.ISO_8859_1);

        byte[] zTxt = withChunk("zTXt", join(name, new byte[2], deflate(text)));
        byte[] iTxt = withChunk("iTXt", join(name, new byte[] {0, 1, 0, 'e', 'n', 0, 'p', 0}, deflate(text)));

        assertThat(RecipePng.read(zTxt)).contains(recipe("a pear"));
        assertThat(RecipePng.read(iTxt)).contains(recipe("a pear"));
    }

    @Test
    void refusesATextThatInflatesBeyondReason() {
        byte[] bomb = deflate("a".repeat(50_000_000));
        byte[] png = withChunk("zTXt", join("parameters".getBytes(StandardCharsets.ISO_8859_1), new byte[2], bomb));

        assertThatExceptionOfType(RecipeException.class).isThrownBy(() -> RecipePng.read(png));
    }

    @Test
    void refusesAFileThatIsNoPng() {
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> RecipePng.read("GIF89a, honestly".getBytes(StandardCharsets.ISO_8859_1)))
                .satisfies(e -> assertThat(e.code()).isEqualTo("recipe.png.other"));
    }

    @Test
    void refusesADamagedText() {
        byte[] png = RecipePng.encode(PICTURE, recipe("a pear"));
        png[8 + 25 + 8 + 20] ^= 1;

        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> RecipePng.read(png))
                .satisfies(e -> assertThat(e.code()).isEqualTo("recipe.png.damaged"));
    }

    @Test
    void readsOrRefusesEveryCutFile() {
        byte[] png = RecipePng.encode(PICTURE, recipe("a pear"));
        for (int length = 0; length < png.length; length++) {
            byte[] cut = Arrays.copyOf(png, length);
            try {
                assertThat(RecipePng.read(cut)).contains(recipe("a pear"));
            } catch (RecipeException refused) {
                assertThat(refused.code()).isIn("recipe.png.truncated", "recipe.png.other");
            }
        }
    }

    @Test
    void neverFailsOtherwiseOnAFileWithAFlippedBit() {
        byte[] png = RecipePng.encode(PICTURE, recipe("a pear \u8d64"));
        Random random = new Random(3);
        for (int round = 0; round < 3000; round++) {
            byte[] broken = png.clone();
            broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                RecipePng.read(broken).ifPresent(read -> assertThat(read).isEqualTo(recipe("a pear \u8d64")));
            } catch (RecipeException refused) {
                assertThat(refused.getMessage()).endsWith(".");
            }
        }
    }

    private static Infotext recipe(String prompt) {
        GenerationRequest request =
                new GenerationRequest(prompt, "", 7, 20, 7.5, SamplerName.EULER, ScheduleName.NORMAL, 24, 16);
        return new Recipe(request, "0123456789", "bildwerk-mini").toInfotext("Bildwerk");
    }

    private static Picture randomPicture(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        new Random(5).nextBytes(rgb);
        return new Picture(width, height, rgb);
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static byte[] withChunk(String type, byte[] data) {
        byte[] png = RecipePng.encode(PICTURE, recipe("replaced"));
        int old = ByteBuffer.wrap(png).getInt(33);
        byte[] typeAndData = join(type.getBytes(StandardCharsets.ISO_8859_1), data);
        CRC32 crc = new CRC32();
        crc.update(typeAndData);
        byte[] length = ByteBuffer.allocate(4).putInt(data.length).array();
        byte[] checksum = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
        return join(
                Arrays.copyOf(png, 33),
                length,
                typeAndData,
                checksum,
                Arrays.copyOfRange(png, 33 + 12 + old, png.length));
    }

    private static byte[] deflate(String text) {
        Deflater deflater = new Deflater();
        deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
        deflater.finish();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        while (!deflater.finished()) {
            all.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return all.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static String textSeenByImageIo(byte[] png, String entry, String attribute) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(png))) {
            reader.setInput(in);
            Element root = (Element) reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0");
            NodeList entries = root.getElementsByTagName(entry);
            assertThat(entries.getLength()).isEqualTo(1);
            Element text = (Element) entries.item(0);
            assertThat(text.getAttribute("keyword")).isEqualTo("parameters");
            return text.getAttribute(attribute);
        } finally {
            reader.dispose();
        }
    }
}
