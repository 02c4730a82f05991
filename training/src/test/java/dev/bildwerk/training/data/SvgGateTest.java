package dev.bildwerk.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bildwerk.training.data.DataSetException.Reason;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SvgGateTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "<script>alert(1)</script>",
        "<foreignObject><p/></foreignObject>",
        "<svg:foreignObject/>",
        "<image xlink:href=\"picture.png\"/>",
        "<image href=\"http://example.org/picture.png\"/>",
        "<filter id=\"f\"><feImage href=\"file:///etc/hostname\"/></filter>",
        "<rect fill=\"url(http://example.org/a.svg#b)\"/>",
        "<rect style=\"fill:url( 'other.svg#b' )\"/>",
        "<style>@import \"http://example.org/a.css\";</style>",
        "<style>rect{fill:url(\"data.svg#x\")}</style>",
    })
    void refusesWhatReachesOutsideOrActs(String body) {
        assertThatThrownBy(() -> Rasteriser.draw(Pictures.svg(body), 32, 1))
                .isInstanceOfSatisfying(DataSetException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.PICTURE_REFUSED));
    }

    @Test
    void refusesEntitiesThatReadAFile(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
        String svg = "<!DOCTYPE svg [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>"
                + Pictures.svg("<text>&x;</text>");

        assertThatThrownBy(() -> Rasteriser.draw(svg, 32, 1)).hasMessageContaining("declares entities");
    }

    @Test
    void refusesEntitiesThatGrowWithoutEnd() {
        String svg = "<!DOCTYPE svg [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
                + Pictures.svg("<g>&b;</g>");

        assertThatThrownBy(() -> Rasteriser.draw(svg, 32, 1)).isInstanceOf(DataSetException.class);
        assertThatThrownBy(() -> Rdf.of(SvgGate.admit(svg))).isInstanceOf(DataSetException.class);
    }

    @Test
    void refusesADrawingThatUsesItself() {
        String svg = Pictures.svg("<g id=\"a\"><use href=\"#a\"/><rect width=\"10\" height=\"10\"/></g>");

        assertThatThrownBy(() -> Rasteriser.draw(svg, 32, 0)).isInstanceOf(DataSetException.class);
    }

    @Test
    void refusesWhatIsNotXml() {
        assertThatThrownBy(() -> Rasteriser.draw("<svg", 32, 1)).isInstanceOf(DataSetException.class);
        assertThatThrownBy(() -> Rasteriser.draw("", 32, 1)).isInstanceOf(DataSetException.class);
    }

    @Test
    void drawsWhatRefersOnlyToItself() throws DataSetException {
        BufferedImage image = Rasteriser.draw(Pictures.svg("""
                <defs><linearGradient id="g"><stop stop-color="#f00"/></linearGradient>
                <rect id="r" width="10" height="10"/></defs>
                <use href="#r" fill="url(#g)"/>"""), 32, 1);

        assertThat(image.getRGB(16, 16)).isEqualTo(0xffff0000);
        assertThat(image.getRGB(0, 0) >>> 24).isZero();
    }

    @Test
    void admitsTheUsualDocumentTypeAndDropsIt() throws DataSetException {
        String svg = "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" "
                + "\"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">"
                + Pictures.svg("<rect width=\"10\" height=\"10\" fill=\"#00f\"/>");

        assertThat(SvgGate.admit(svg)).doesNotContain("DOCTYPE");
        assertThat(Rasteriser.draw(svg, 32, 0).getRGB(16, 16)).isEqualTo(0xff0000ff);
    }
}
