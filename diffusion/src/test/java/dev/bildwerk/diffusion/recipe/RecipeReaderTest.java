package dev.bildwerk.diffusion.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeReaderTest {
    private static final String INFOTEXT =
            "a r\u00f6d house, \u8d64\nSteps: 20, Sampler: Euler a, Seed: 7, Size: 512x512";

    @Test
    void findsTheTextOfAPng() {
        assertIsTheHouse(RecipeReader.read(ForeignFiles.png("parameters", INFOTEXT)));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void findsTheUsersCommentOfAJpeg(boolean bigEndianFile, boolean bigEndianText) {
        ByteOrder order = bigEndianFile ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;

        byte[] exif = ForeignFiles.userComment(INFOTEXT, order, bigEndianText);

        assertIsTheHouse(RecipeReader.read(ForeignFiles.jpeg(exif)));
        assertIsTheHouse(RecipeReader.read(ForeignFiles.webp(exif)));
    }

    @Test
    void saysThatAPictureCarriesNone() {
        for (byte[] file : new byte[][] {
            ForeignFiles.image("png"),
            ForeignFiles.image("jpg"),
            ForeignFiles.webp(new byte[0]),
            ForeignFiles.jpeg(ForeignFiles.field(0x010e, "Holiday: sea, sun")),
            ForeignFiles.png("parameters", " "),
        }) {
            assertThat(RecipeReader.read(file)).isInstanceOf(ReadRecipe.None.class);
        }
    }

    @Test
    void refusesWhatIsNoPicture() {
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> RecipeReader.read("GIF89a, honestly".getBytes()))
                .satisfies(e -> assertThat(e.code()).isEqualTo("recipe.file.other"));
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> RecipeReader.read(Path.of("no", "such", "picture.png")))
                .satisfies(e -> assertThat(e.code()).isEqualTo("recipe.file.unreadable"));
    }

    @Test
    void readsARecipeFromAFileThatEndsTooEarlyBehindIt() {
        byte[] png = ForeignFiles.png("parameters", INFOTEXT);

        assertIsTheHouse(RecipeReader.read(Arrays.copyOf(png, png.length - 20)));
    }

    @Test
    void neverFailsOtherwiseThanByItsOwnException() {
        Random random = new Random(11);
        byte[] exif = ForeignFiles.userComment(INFOTEXT, ByteOrder.LITTLE_ENDIAN, true);
        for (byte[] whole : new byte[][] {
            ForeignFiles.png("parameters", INFOTEXT), ForeignFiles.jpeg(exif), ForeignFiles.webp(exif),
        }) {
            for (int length = 0; length < whole.length; length++) {
                readOrRefuse(Arrays.copyOf(whole, length));
            }
            for (int round = 0; round < 3000; round++) {
                byte[] broken = whole.clone();
                for (int flips = random.nextInt(4); flips >= 0; flips--) {
                    broken[random.nextInt(broken.length)] = (byte) random.nextInt();
                }
                readOrRefuse(broken);
            }
        }
        for (int round = 0; round < 3000; round++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            readOrRefuse(noise);
        }
    }

    private static void readOrRefuse(byte[] file) {
        try {
            assertThat(RecipeReader.read(file)).isNotNull();
        } catch (RecipeException refused) {
            assertThat(refused.getMessage()).endsWith(".");
        }
    }

    private static void assertIsTheHouse(ReadRecipe read) {
        assertThat(read).isInstanceOfSatisfying(ReadRecipe.Found.class, found -> {
            assertThat(found.recipe().prompt()).contains("a r\u00f6d house, \u8d64");
            assertThat(found.recipe().sampler()).contains("Euler a");
            assertThat(found.recipe().seed()).contains(7L);
        });
    }
}
