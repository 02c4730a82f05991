package dev.bildwerk.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ColoursTest {

    @ParameterizedTest
    @CsvSource({"ff0000,RED", "d00020,RED", "ffa500,ORANGE", "ffdd00,YELLOW", "008000,GREEN", "90ee90,GREEN",
        "0000ff,BLUE", "87ceeb,BLUE", "800080,PURPLE", "ffc0cb,PINK", "ff69b4,PINK", "8b4513,BROWN",
        "000000,BLACK", "808080,GREY", "ffffff,WHITE"})
    void namesCommonColoursAsPeopleDo(String hex, ColourName name) {
        assertThat(ColourName.of(Integer.parseInt(hex, 16))).isEqualTo(name);
    }

    @ParameterizedTest
    @EnumSource
    void everyColoursTypicalValueHasItsName(ColourName colour) {
        assertThat(ColourName.of(colour.rgb)).isEqualTo(colour);
    }

    @Test
    void transparentPixelsHaveNoColour() {
        assertThat(DominantColours.of(Pictures.disc(64, 0xff0000))).containsExactly(ColourName.RED);
        assertThat(DominantColours.of(new BufferedImage(8, 8, BufferedImage.TYPE_INT_ARGB))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"ORANGE", "YELLOW", "GREEN", "BLUE", "PURPLE", "PINK", "BROWN", "BLACK"})
    void recolouringGivesTheColourThatTheCaptionSays(ColourName target) {
        BufferedImage recoloured = Recolour.to(Pictures.disc(64, 0xd92626), target).orElseThrow();

        assertThat(DominantColours.of(recoloured)).containsExactly(target);
    }

    @Test
    void recolouringLeavesTheOriginalAsItIs() {
        BufferedImage disc = Pictures.disc(64, 0xd92626);
        int[] before = Pixels.of(disc).clone();

        Recolour.to(disc, ColourName.BLUE);

        assertThat(Pixels.of(disc)).isEqualTo(before);
    }

    @Test
    void whatHasNoDominantColourIsNotRecoloured() {
        assertThat(Recolour.to(Pictures.disc(64, 0x808080), ColourName.RED)).isEmpty();
        assertThat(Recolour.to(new BufferedImage(8, 8, BufferedImage.TYPE_INT_ARGB), ColourName.RED)).isEmpty();
    }
}
