package dev.bildwerk.cli.credits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.training.credits.Credit;
import dev.bildwerk.training.credits.Work;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CreditLinesTest {
    private static final Path PICTURE = Path.of("house.png");
    private static final List<Credit> CREDITS = List.of(
            new Credit(new Work("noto/house", "house", "Google Inc", "Apache-2.0", "@iconify-json/noto 1.2.9",
                    "https://github.com/googlefonts/noto-emoji"), 0.8349),
            new Credit(new Work("openclipart/hut", "hut", "", "Public-Domain", "openclipart-svg 1:0.18", ""), 0.07));

    @Test
    void eachWorkIsALineWithAuthorAndLicence() {
        assertThat(CreditLines.text(PICTURE, CREDITS)).containsExactly(
                "house.png",
                "   83 %  house by Google Inc (Apache-2.0), noto/house, https://github.com/googlefonts/noto-emoji",
                "    7 %  hut by an unnamed author (Public-Domain), openclipart/hut");
    }

    @Test
    void jsonIsOneObjectALine() {
        assertThat(CreditLines.json(PICTURE, CREDITS))
                .startsWith("{\"picture\":\"house.png\",\"works\":[{\"id\":\"noto/house\",\"title\":\"house\",")
                .contains("\"author\":\"Google Inc\",\"licence\":\"Apache-2.0\",\"source\":\"@iconify-json/noto 1.2.9\"")
                .contains("\"similarity\":0.835")
                .contains("\"source\":\"openclipart-svg 1:0.18\",\"similarity\":0.07}")
                .doesNotContain("\n");
    }
}
