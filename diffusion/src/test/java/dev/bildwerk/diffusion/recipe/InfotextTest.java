package dev.bildwerk.diffusion.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InfotextTest {
    private static final String FROM_AUTOMATIC1111 = """
            masterpiece, a lighthouse on a cliff,
            (storm:1.2)
            Negative prompt: blurry, lowres,
            text
            Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 965400086, Size: 512x768, \
            Model hash: c3d4e5f6a7, Model: "a, b: c", Lora hashes: "x: 1a2b, y: 3c4d", Version: v1.10.1""";

    @Test
    void readsWhatAutomatic1111Wrote() {
        Infotext text = Infotext.parse(FROM_AUTOMATIC1111);

        assertThat(text.prompt()).isEqualTo("masterpiece, a lighthouse on a cliff,\n(storm:1.2)");
        assertThat(text.negativePrompt()).isEqualTo("blurry, lowres,\ntext");
        assertThat(text.settings())
                .containsEntry("Sampler", "DPM++ 2M")
                .containsEntry("CFG scale", "6.5")
                .containsEntry("Size", "512x768")
                .containsEntry("Model", "a, b: c")
                .containsEntry("Lora hashes", "x: 1a2b, y: 3c4d")
                .containsEntry("Version", "v1.10.1")
                .hasSize(10);
    }

    @Test
    void writesItBackAsItWas() {
        assertThat(Infotext.parse(FROM_AUTOMATIC1111).format()).isEqualTo(FROM_AUTOMATIC1111);
    }

    @Test
    void takesALastLineWithFewerThanThreePairsForPrompt() {
        Infotext text = Infotext.parse("a red apple\nlight: soft, mood: calm");

        assertThat(text.prompt()).isEqualTo("a red apple\nlight: soft, mood: calm");
        assertThat(text.settings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "\n", ",:,", ":::", "a:\"", "a b: \"unclosed, c d: 1, e f: 2, g h: 3", "\"", "\\", "ab: \"\\", "\r\r"
    })
    void readsAnyTextWithoutFailing(String text) {
        Infotext read = Infotext.parse(text);

        assertThat(Infotext.parse(read.format()).settings()).isEqualTo(read.settings());
    }

    @Test
    void readsAVeryLongQuotedValue() {
        String value = "x,".repeat(100_000);

        Infotext text = Infotext.parse("p\nSteps: 1, Seed: 2, Note: \"" + value + "\", Size: 8x8");

        assertThat(text.settings()).containsEntry("Note", value).containsEntry("Size", "8x8");
    }

    @Test
    void keepsEverySettingWhateverItsCharacters() {
        Random random = new Random(1);
        for (int round = 0; round < 500; round++) {
            SequencedMap<String, String> settings = new LinkedHashMap<>();
            settings.putAll(Map.of("Steps", "1", "Seed", "2", "Size", "8x8"));
            settings.put("Model", randomText(random, "ab,:\"\\ {}[]\u00e4\u4e2d\ud83c\udf4e\n\t"));
            Infotext text = new Infotext("a pear", "", settings);

            assertThat(Infotext.parse(text.format())).isEqualTo(text);
        }
    }

    private static String randomText(Random random, String alphabet) {
        int[] characters = alphabet.codePoints().toArray();
        int length = random.nextInt(12);
        StringBuilder text = new StringBuilder("m");
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(characters[random.nextInt(characters.length)]);
        }
        return text.append('m').toString();
    }
}
