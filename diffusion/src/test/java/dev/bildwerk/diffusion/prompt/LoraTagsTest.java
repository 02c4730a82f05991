package dev.bildwerk.diffusion.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class LoraTagsTest {

    @Test
    void takesTagsOutOfTheText() {
        LoraTags.TakenOut found = LoraTags.takeOut("a <lora:snow:0.8>fox<lora:ink> <lyco:wood:1:0.5>");
        assertThat(found.text()).isEqualTo("a fox ");
        assertThat(found.loras())
                .containsExactly(
                        new LoraTag("snow", 0.8, 0.8), new LoraTag("ink", 1, 1), new LoraTag("wood", 1, 0.5));
    }

    @Test
    void weightsMayBeNamed() {
        assertThat(LoraTags.takeOut("<lora:a:unet=0.5><lora:b:te=0:unet=1><lora:c:2:te=3><lora:d:1:2:dyn=8>").loras())
                .containsExactly(
                        new LoraTag("a", 1, 0.5),
                        new LoraTag("b", 0, 1),
                        new LoraTag("c", 3, 3),
                        new LoraTag("d", 1, 2));
    }

    @Test
    void tagsOfOtherNetworksAreTakenOutAndNamed() {
        LoraTags.TakenOut found = LoraTags.takeOut("a <hypernet:x:1>b");
        assertThat(found.text()).isEqualTo("a b");
        assertThat(found.unknown()).containsExactly("<hypernet:x:1>");
    }

    @Test
    void whatIsNoTagIsText() {
        for (String text : List.of(
                "<lora:a:x>", "<lora:>", "<lora::1>", "<lora>", "<lora:a", "< lora:a:1>", "<:a>", "a < b > c",
                "<3 you>", "<lora:a:1e999>", "<lora:a:nan>", "<lora:te=1>")) {
            assertThat(LoraTags.takeOut(text).text()).isEqualTo(text);
            assertThat(LoraTags.takeOut(text).loras()).isEmpty();
        }
    }

    @Test
    void namesMayHoldAnythingButColonsAndAreLeftAsTheyAre() {
        assertThat(LoraTags.takeOut("<lora:../x y(1):1>").loras()).containsExactly(new LoraTag("../x y(1)", 1, 1));
    }

    @Test
    void someTagsCanBeTakenOutAlone() {
        assertThat(LoraTags.without("a <lora:x:1> b <lora:y:2> <hypernet:x:1>", tag -> tag.name().equals("x")))
                .isEqualTo("a  b <lora:y:2> <hypernet:x:1>");
    }

    @Test
    void tagsAtTheEndCanBeTakenFromThere() {
        LoraTags.TakenOut found =
                LoraTags.takeFromTheEnd("a <lora:x:1> fox <lora:y:2> <lora:x:3:4>", tag -> !tag.name().equals("z"));
        assertThat(found.text()).isEqualTo("a <lora:x:1> fox");
        assertThat(found.loras()).containsExactly(new LoraTag("y", 2, 2), new LoraTag("x", 3, 4));
        for (String text : List.of(
                "", "a", "a >", "<lora:x:1> a", "a <lora:z:1>", "a <lora:x:q>", "a <hypernet:x:1>")) {
            assertThat(LoraTags.takeFromTheEnd(text, tag -> !tag.name().equals("z")).text()).isEqualTo(text);
        }
    }

    @Test
    void aMegabyteOfTagsTakesTimeInProportion() {
        String tags = "<lora:x:1> ".repeat(100_000).strip();
        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(5), () -> {
            assertThat(LoraTags.takeFromTheEnd(tags, tag -> true).loras()).hasSize(100_000);
            assertThat(LoraTags.without(tags, tag -> true)).isBlank();
        });
    }
}
