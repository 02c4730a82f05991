package dev.bildwerk.diffusion.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptStyleTest {

    @Test
    void addsAStyleAfterAComma() {
        PromptStyle style = new PromptStyle("ink", " ink drawing ", "blurry");
        assertThat(style.applyTo("a fox ")).isEqualTo("a fox, ink drawing");
        assertThat(style.applyToNegative("")).isEqualTo("blurry");
        assertThat(new PromptStyle("none", "", "").applyTo("a fox")).isEqualTo("a fox");
    }

    @Test
    void putsThePromptWhereTheStyleSaysSo() {
        PromptStyle style = new PromptStyle("ink", "ink drawing of {prompt}, {prompt}!", "");
        assertThat(style.applyTo("a fox")).isEqualTo("ink drawing of a fox, a fox!");
    }

    @Test
    void aStyleThatGrowsWithoutEndStops() {
        PromptStyle doubling = new PromptStyle("x", "{prompt}{prompt}", "");
        String text = "fox";
        for (int i = 0; i < 100; i++) {
            text = doubling.applyTo(text);
        }
        assertThat(text.length()).isBetween(300_000, 1_000_000);
    }

    @Test
    void readsAFileOfStyles(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("styles.csv");
        Files.writeString(
                file,
                "\ufeffname,prompt,negative_prompt\r\nink, \"ink, \"\"sumi\"\"\nof {prompt}\",blurry\r\n\r\n"
                        + "plain,,\n");
        assertThat(StyleFile.read(file).values())
                .containsExactly(
                        new PromptStyle("ink", "ink, \"sumi\"\nof {prompt}", "blurry"),
                        new PromptStyle("plain", "", ""));
    }

    @Test
    void readsOldFilesAndOtherOrdersOfColumns() {
        assertThat(StyleFile.parse("name,text\na,b").values()).containsExactly(new PromptStyle("a", "b", ""));
        assertThat(StyleFile.parse("negative_prompt,name,prompt\nc,a,b\nd,a,e").values())
                .containsExactly(new PromptStyle("a", "e", "d"));
    }

    @Test
    void takesAnyTextForAFileOfStyles() {
        for (String csv : new String[] {
            "", "\n\n", "\"", "name", "x,y\n1,2", ",,,\n,,", "\"".repeat(1001), "name\n\"a\"b\"c"
        }) {
            assertThat(StyleFile.parse(csv)).hasSizeLessThanOrEqualTo(1);
        }
        assertThat(StyleFile.parse("name,prompt\n" + "\"a,\n".repeat(100_000))).hasSize(1);
    }

    @Test
    void saysWhatIsWrongWithAFileOfStyles(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("none.csv");
        assertThatThrownBy(() -> StyleFile.read(missing))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("There is no file of styles");
        Path binary = Files.write(folder.resolve("binary.csv"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertThatThrownBy(() -> StyleFile.read(binary)).hasMessageContaining("not UTF-8");
        Map<String, PromptStyle> none = StyleFile.read(Files.createFile(folder.resolve("empty.csv")));
        assertThat(none).isEmpty();
    }
}
