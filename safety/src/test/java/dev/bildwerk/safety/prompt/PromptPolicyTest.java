package dev.bildwerk.safety.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptPolicyTest {
    private static final PromptPolicy POLICY = new PromptPolicy();

    @ParameterizedTest
    @CsvFileSource(resources = "refused.csv", delimiter = ';', numLinesToSkip = 1)
    void refusesWhatAsksForSexualContent(String code, String prompt) {
        assertThat(POLICY.reasonAgainst(prompt, "")).as(prompt).contains(code);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "evasions.csv", delimiter = ';', numLinesToSkip = 1)
    void refusesWhatIsSpelledToGetAround(String code, String prompt) {
        assertThat(POLICY.reasonAgainst(prompt, "")).as(prompt).contains(code);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "refused.csv", delimiter = ';', numLinesToSkip = 1)
    void refusesEveryPromptInEveryDisguise(String code, String prompt) {
        for (Disguise disguise : Disguise.values()) {
            String disguised = disguise.of(prompt);
            assertThat(POLICY.reasonAgainst(disguised, "")).as("%s: %s", disguise, disguised).isPresent();
        }
    }

    @ParameterizedTest
    @CsvFileSource(resources = "admitted.csv", delimiter = '\t', numLinesToSkip = 1)
    void admitsHarmlessNeighbours(String prompt) {
        assertThat(POLICY.reasonAgainst(prompt, "")).as(prompt).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nsfw, nude",
                "nude, naked, sexual content, child",
                "nsfw, nude, lingerie, bikini, underwear",
                "blurry, low quality, extra fingers, watermark, text",
                "hat, scarf",
                "dress",
                "nackt, verschwommen",
                ""
            })
    void admitsNegativePromptsThatKeepAwayFromWhatIsRefusedOrHarmless(String negative) {
        assertThat(POLICY.reasonAgainst("portrait of a woman", negative)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "prompt.undress;clothes",
                "prompt.undress;clothes, dressed",
                "prompt.undress;cl0thes, blurry",
                "prompt.undress;(clothing:1.5)",
                "prompt.undress;nude, clothes",
                "prompt.undress;bra, panties",
                "prompt.undress;bikini",
                "prompt.undress;dress, shirt, skirt",
                "prompt.undress;Kleidung",
                "prompt.undress;Kleid, Hose, Bluse",
                "prompt.sexual;censored, censor bar",
                "prompt.sexual;sfw"
            })
    void refusesNegativePromptsThatTakeClothesAway(String code, String negative) {
        assertThat(POLICY.reasonAgainst("portrait of a woman", negative)).contains(code);
    }

    @Test
    void admitsGarmentsInTheNegativePromptOfAPictureWithoutAPerson() {
        assertThat(POLICY.reasonAgainst("an empty shop window", "dress, shirt, skirt")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n", "nu", "n ", "n.", "naked mole-rat ", "1", "!", "*", "n*", "\u0301", "\ud800", "\u200b", "@", "aА",
                "take off ", "remove all ", "(", "ä", "🇳", "15 year "
            })
    @Timeout(20)
    void readsTenThousandCharactersOfAnything(String part) {
        String text = part.repeat(10_000 / part.length());
        assertThat(POLICY.reasonAgainst(text, text)).isEmpty();
        assertThat(POLICY.reasonAgainst(text + " nude woman", "")).isPresent();
    }

    @Test
    void judgesEveryString() {
        Random random = new Random(11);
        for (int round = 0; round < 2000; round++) {
            char[] characters = new char[random.nextInt(60)];
            for (int i = 0; i < characters.length; i++) {
                characters[i] = (char) random.nextInt(1 << (4 + random.nextInt(13)));
            }
            assertThat(POLICY.reasonAgainst(new String(characters) + " nude", "")).isPresent();
        }
    }
}
