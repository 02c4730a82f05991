package dev.bildwerk.diffusion.recipe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that were made to break a reader. */
class HostileRecipeTest {
    private static final List<String> KEYWORDS =
            List.of("parameters", "prompt", "workflow", "invokeai_metadata", "sd-metadata", "Dream");

    @ParameterizedTest
    @ValueSource(strings = {
        "{}", "[]", "null", "\"", "{\"1\": 2}", "{\"1\": {\"class_type\": 3, \"inputs\": []}}",
        "{\"9\": {\"class_type\": \"SaveImage\", \"inputs\": {\"images\": [\"9\", 0]}}}",
        "{\"9\": {\"class_type\": \"SaveImage\", \"inputs\": {\"images\": [99, 99999999999999999999]}}}",
        "{\"nodes\": 7, \"links\": {\"a\": 1}}", "{\"nodes\": [{\"id\": {}, \"type\": \"SaveImage\", \"inputs\": 3}]}",
        "{\"nodes\": [null, [], {\"type\": \"KSampler\", \"widgets_values\": [[], {}]}], \"links\": [[], 1, {}]}",
        "{\"image\": 3}", "{\"image\": {\"prompt\": {\"a\": []}, \"seed\": 1e999, \"sampler\": 7}}",
        "{\"loras\": {\"a\": 3}, \"model\": [], \"seed\": NaN, \"scheduler\": null, \"clip_skip\": -5}",
        "{\"seed\": 1, \"seed\": 2, \"positive_prompt\": \"a\", \"positive_prompt\": \"b\"}",
        "-s -S -W -H -C", "-s9999999999999999 -S -1 -W 0", "\"", "\"\" -S", "Steps: , Sampler: , Seed: ",
    })
    void readsOddTextsUnderEveryKeyword(String text) {
        for (String keyword : KEYWORDS) {
            readOrRefuse(ForeignFiles.png(keyword, text));
        }
    }

    @Test
    void takesTheLastOfKeysThatComeTwice() {
        ReadRecipe read = RecipeReader.read(ForeignFiles.png(
                "invokeai_metadata", "{\"seed\": 1, \"seed\": 2, \"positive_prompt\": \"a pear\"}"));

        assertThat(read).isInstanceOfSatisfying(
                ReadRecipe.Found.class, found -> assertThat(found.recipe().seed()).contains(2L));
    }

    @Test
    void readsJsonThatIsDeeplyNestedAsNoRecipe() {
        for (String keyword : KEYWORDS.subList(1, 5)) {
            for (String open : List.of("[", "{\"a\":")) {
                assertThat(RecipeReader.read(ForeignFiles.png(keyword, open.repeat(500_000))))
                        .isInstanceOf(ReadRecipe.None.class);
            }
        }
    }

    @Test
    void refusesTextsThatInflateToAHundredMegabytes() throws IOException {
        byte[] bomb = ForeignFiles.join("parameters\0\0".getBytes(ISO_8859_1), deflatedZeros(100_000_000));
        byte[] png = withChunk("zTXt", bomb);

        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> RecipeReader.read(png))
                .satisfies(e -> assertThat(e.code()).isEqualTo("recipe.png.long"));
    }

    @Test
    void readsARecipeBesideATextThatIsDamagedOrTooLong() throws IOException {
        byte[] bomb = ForeignFiles.join("workflow\0\0".getBytes(ISO_8859_1), deflatedZeros(20_000_000));
        byte[] png = PngText.add(withChunk("zTXt", bomb), "parameters", "a pear\nSteps: 1, Sampler: Euler, Seed: 2");

        assertThat(RecipeReader.read(png)).isInstanceOf(ReadRecipe.Found.class);
    }

    @Test
    void neverFailsOtherwiseOnGraphsWithRandomChanges() {
        String graph = ForeignRecipeWriter.comfyGraph(ForeignRecipe.builder()
                .prompt("a pear").seed(1L).steps(20).guidanceScale(7.0).sampler("Euler").schedule("Normal")
                .size(new PictureSize(512, 512)).clipSkip(2).model(new ModelReference("m", ""))
                .loras(List.of(new LoraUse("l", 1, 1))).build());
        Random random = new Random(5);
        List<String> pieces =
                List.of("[\"3\", 0]", "[\"20\", 1]", "1e308", "-1", "null", "{}", "\"text\"", "[]", "NaN");
        for (int round = 0; round < 2000; round++) {
            StringBuilder changed = new StringBuilder(graph);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                int colon = changed.indexOf(":", random.nextInt(changed.length()));
                int end = colon < 0 ? -1 : changed.indexOf(",", colon);
                if (end > 0 && random.nextBoolean()) {
                    changed.replace(colon + 1, end, pieces.get(random.nextInt(pieces.size())));
                } else {
                    changed.setCharAt(random.nextInt(changed.length()), "[]{}\",:0a".charAt(random.nextInt(9)));
                }
            }
            readOrRefuse(ForeignFiles.png("prompt", changed.toString()));
        }
    }

    @Test
    void readsCommandsAndMetadataWithRandomCharacters() {
        Random random = new Random(7);
        String alphabet = "-sSWHCA \"[]{}:,0123456789.eE\\\n";
        for (int round = 0; round < 3000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i >= 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            readOrRefuse(ForeignFiles.png(KEYWORDS.get(random.nextInt(KEYWORDS.size())), text.toString()));
        }
    }

    @Test
    void readsAMillionCharactersUnderEveryKeywordSoon() {
        for (String keyword : KEYWORDS) {
            for (String piece : List.of("[", "\"a\" -s ", "(a)1.3+ ", "\\", "{\"a\":[", "a++-", "Steps: 1, ")) {
                String text = piece.repeat(1_000_000 / piece.length());
                String json = "{\"positive_prompt\": \"%s\", \"scheduler\": \"euler\"}".formatted(
                        text.replace("\\", "").replace("\"", ""));
                long start = System.nanoTime();
                readOrRefuse(ForeignFiles.png(keyword, text));
                readOrRefuse(ForeignFiles.png(keyword, json));
                assertThat((System.nanoTime() - start) / 1e9).as(keyword + " " + piece).isLessThan(30);
            }
        }
    }

    private static void readOrRefuse(byte[] file) {
        try {
            ReadRecipe read = RecipeReader.read(file);
            if (read instanceof ReadRecipe.Found found) {
                assertThat(found.notHonoured()).allSatisfy(note ->
                        assertThat(note.sentence()).hasSizeLessThan(400).doesNotContain("\n"));
            }
        } catch (RecipeException refused) {
            assertThat(refused.getMessage()).endsWith(".");
        }
    }

    private static byte[] deflatedZeros(int length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            byte[] block = new byte[1_000_000];
            for (int written = 0; written < length; written += block.length) {
                out.write(block);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] withChunk(String type, byte[] data) {
        byte[] png = ForeignFiles.image("png");
        byte[] typeAndData = ForeignFiles.join(type.getBytes(ISO_8859_1), data);
        CRC32 crc = new CRC32();
        crc.update(typeAndData);
        return ForeignFiles.join(
                Arrays.copyOf(png, 33),
                ByteBuffer.allocate(4).putInt(data.length).array(),
                typeAndData,
                ByteBuffer.allocate(4).putInt((int) crc.getValue()).array(),
                Arrays.copyOfRange(png, 33, png.length));
    }
}
