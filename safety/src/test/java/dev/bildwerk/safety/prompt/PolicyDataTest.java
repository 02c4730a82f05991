package dev.bildwerk.safety.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bildwerk.safety.prompt.Phrase.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PolicyDataTest {

    /** Calls {@code each} with the file and each phrase of it. */
    private static void phrases(BiConsumer<String, Phrase> each) {
        List<String> files = new ArrayList<>(List.of("people.txt"));
        Languages.CODES.forEach(code -> files.addAll(List.of("concepts.%s.txt".formatted(code), "harmless.%s.txt".formatted(code))));
        files.forEach(file -> PhraseFile.read(file, phrase -> each.accept(file, phrase)));
    }

    private static void words(BiConsumer<String, String> each) {
        phrases((file, phrase) -> phrase.steps().forEach(step -> {
            if (step instanceof Step.AnyOf any) {
                any.words().forEach(word -> each.accept("%s: %s".formatted(file, word), word));
            } else if (step instanceof Step.Fillers fillers) {
                fillers.words().forEach(word -> each.accept("%s: %s".formatted(file, word), word));
            }
        }));
    }

    @Test
    void everyRuleSpeaksOfConceptsThatHavePhrasesAndEveryConceptHasARule() {
        Set<String> ofFiles = new TreeSet<>(Set.of("unread-script"));
        phrases((file, phrase) -> {
            if (!file.startsWith("harmless.")) {
                ofFiles.add(phrase.concept());
            }
        });
        Set<String> ofRules = Rule.readAll().stream()
                .flatMap(rule -> rule.conditions().stream())
                .map(Rule.Condition::concept)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(ofRules).isEqualTo(ofFiles);
    }

    @Test
    void wordsAreWordsAsPromptsAreCutIntoThem() {
        words((place, word) -> {
            String bare = word.replace("*", "").replaceFirst("^=", "");
            assertThat(WordForms.words(bare)).as(place).containsExactly(bare);
        });
    }

    @Test
    void beginningsAreLongEnoughToMeanSomething() {
        words((place, word) -> assertThat(!word.endsWith("*") || word.length() > 4).as(place).isTrue());
    }

    @Test
    void aPhraseBeginsWithAWordAndEndsWithOne() {
        phrases((file, phrase) -> {
            assertThat(phrase.steps().get(0)).as("%s: %s", file, phrase).isInstanceOf(Step.AnyOf.class);
            assertThat(phrase.steps().get(phrase.steps().size() - 1)).as("%s: %s", file, phrase).isInstanceOf(Step.AnyOf.class);
        });
    }

    @Test
    void everyReasonCodeHasASentenceInEveryLanguage() {
        Set<String> codes = Rule.readAll().stream().map(Rule::code).collect(Collectors.toSet());
        for (String language : Languages.CODES) {
            for (String code : codes) {
                String sentence = ResourceBundle.getBundle(
                                "dev.bildwerk.safety.messages",
                                Locale.of(language),
                                Control.getNoFallbackControl(
                                        Control.FORMAT_PROPERTIES))
                        .getString(code);
                boolean isEnglish = sentence.startsWith("This prompt");
                assertThat(isEnglish).as("%s in %s: %s", code, language, sentence).isEqualTo(language.equals("en"));
            }
        }
    }

    @Test
    void lookAlikesAreReadAsTheLettersTheyLookLike() {
        assertThat(Confusables.replace("пudе Ν ν 🅝 ab")).isEqualTo("nude n v n ab");
    }

    @Test
    void whatUnicodeTakesForLookAlikesIsReadAsTheirLetters() {
        assertThat(PolicyFiles.lines("confusables-unicode.txt"))
                .as("write it anew with UnicodeConfusables")
                .isEqualTo(UnicodeConfusables.lines().stream().filter(line -> !line.startsWith("#")).toList());
    }

    @Test
    void russianWordsStayRussianUnlessAForeignLetterHidesInThem() {
        assertThat(TextFolding.fold("шапку")).isEqualTo("шапку");
        assertThat(TextFolding.fold("шaпку")).isEqualTo(TextFolding.foldAll("шапку"));
        assertThat(TextFolding.fold("сосок")).isEqualTo("cocok");
    }
}
