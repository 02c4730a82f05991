package dev.bildwerk.cli.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.diffusion.guide.Preparation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class GuideChoiceTest {
    @Test
    void readsNetworkPictureAndSettingsInAnyOrder() {
        assertThat(GuideChoice.parse("canny.safetensors=edges.png,until=0.6,weight=-0.8, prepare = canny,from=0.1"))
                .isEqualTo(new GuideChoice(
                        Path.of("canny.safetensors"), Path.of("edges.png"), Preparation.CANNY, -0.8, 0.1, 0.6));
        assertThat(GuideChoice.parse("a=b")).isEqualTo(new GuideChoice(Path.of("a"), Path.of("b"), Preparation.NONE, 1, 0, 1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "C:\\my nets\\a b.safetensors=D:\\my pictures\\c d.png,weight=2 | C:\\my nets\\a b.safetensors | D:\\my pictures\\c d.png",
        "/nets/a,b.safetensors=/pictures/1, 2, 3.png | /nets/a,b.safetensors | /pictures/1, 2, 3.png",
        "net=x=y.png | net | x=y.png",
        "a,b=c,weight=2 | a,b | c",
    })
    void pathsMayHoldColonsBlanksAndCommas(String text, String file, String picture) {
        assertThat(GuideChoice.parse(text).file()).isEqualTo(Path.of(file));
        assertThat(GuideChoice.parse(text).picture()).isEqualTo(Path.of(picture));
    }

    @Test
    void aNetworkWhoseNameHasTheSignIsFoundWhereItIsThere(@TempDir Path folder) throws IOException {
        Path net = Files.createFile(folder.resolve("a=b.safetensors"));
        assertThat(GuideChoice.parse(net + "=c.png").file()).isEqualTo(net);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "canny.safetensors | names no network and picture: write FILE=PICTURE",
        "=edges.png | names no network and picture",
        "canny.safetensors= | names no network and picture",
        "a=b,wieght=0.8 | \"wieght\" is no setting of a control; there are weight, from, until, prepare",
        "a=b,weight=much | weight=much is no number",
        "a=b,weight=1,weight=2 | says weight twice",
        "a=b,prepare=depth | \"depth\" is no way to prepare a picture; there are none, invert, canny",
    })
    void saysWhatIsWrong(String text, String sentence) {
        assertThatThrownBy(() -> GuideChoice.parse(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining(sentence);
    }
}
