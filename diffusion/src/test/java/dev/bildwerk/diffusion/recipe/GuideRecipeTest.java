package dev.bildwerk.diffusion.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.diffusion.guide.GuideUse;
import dev.bildwerk.diffusion.guide.Preparation;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.pipeline.Additions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuideRecipeTest {
    /** As the tests of AUTOMATIC1111's extension have it. */
    private static final String FOREIGN = "Module: inpaint_only+lama, "
            + "Model: control_v11p_sd15_inpaint [ebff9138], Weight: 0.8, Resize Mode: Resize and Fill, Low Vram: False, "
            + "Guidance Start: 0.1, Guidance End: 0.9, Pixel Perfect: True, Control Mode: Balanced, Hr Option: Both, Save Detected Map: True";

    @Test
    void readsWhatTheExtensionWrites() {
        String text = "an apple\nSteps: 20, Sampler: Euler, Seed: 7, Size: 512x512, ControlNet 0: \"%s\", Version: v1.9.4";
        ReadRecipe.Found found = InfotextReader.read(Infotext.parse(text.formatted(FOREIGN)));

        assertThat(found.recipe().guides()).containsExactly(new GuideRecipe(
                "inpaint_only+lama", "control_v11p_sd15_inpaint [ebff9138]", 0.8, 0.1, 0.9, -1));
        assertThat(found.recipe().others()).isEmpty();
        assertThat(found.notHonoured()).isEmpty();
        assertThat(RecipeField.GUIDES.in(found.recipe(), "a1111")).contains("control_v11p_sd15_inpaint [ebff9138]");
        assertThat(RecipeField.GUIDES.takenFrom(found.recipe()).guides()).isEmpty();
    }

    @Test
    void readsWhatItWrites() {
        GuideUse use = new GuideUse(
                Path.of("nets", "my: canny, v2.safetensors"),
                new Picture(3, 2, new byte[18]),
                Preparation.CANNY,
                0.75,
                0,
                0.6);
        GuideRecipe written = GuideRecipe.of(use, "0123abcd");
        assertThat(written.model()).isEqualTo("my canny v2 [0123abcd]");
        assertThat(GuideRecipe.parse(written.text())).contains(written);
        assertThat(GuideRecipe.of(use, "").model()).isEqualTo("my canny v2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",,,:::", "Module: canny", "Model:", "Weight: 1e999, Model: "})
    void whatNamesNoModelIsNothing(String text) {
        assertThat(GuideRecipe.parse(text)).isEmpty();
    }

    @Test
    void numbersThatAreNoneAreTheUsual() {
        String text = "Model: x, Weight: NaN, Guidance Start: soon, Processor Res: 1e999, Guidance End: " + "9".repeat(50);
        assertThat(GuideRecipe.parse(text)).contains(new GuideRecipe("none", "x", 1, 0, 1, -1));
    }

    @Test
    void theHashIsThatOf64KiBBehindTheFirstMebibyte(@TempDir Path folder) throws Exception {
        byte[] bytes = new byte[0x100000 + 0x20000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + i / 7);
        }
        Path file = Files.write(folder.resolve("net.safetensors"), bytes);
        byte[] part = Arrays.copyOfRange(bytes, 0x100000, 0x110000);
        String expected = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(part)).substring(0, 8);
        assertThat(model(file)).isEqualTo("net [%s]".formatted(expected));
        // The SHA-256 of nothing.
        assertThat(model(Files.write(folder.resolve("small.safetensors"), new byte[5]))).isEqualTo("small [e3b0c442]");
        assertThat(model(folder)).isEqualTo(folder.getFileName().toString());
    }

    private static String model(Path file) throws IOException {
        Additions additions = Additions.NONE.withGuides(List.of(GuideUse.of(file, new Picture(1, 1, new byte[3]))));
        return AdditionHashes.of(additions).guides().getFirst().model();
    }
}
