package dev.bildwerk.safety.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PolicyDataTest {

    private static Set<String> conceptsOfTheFiles() {
        Set<String> concepts = new TreeSet<>();
        PhraseFile.read("concepts.en.txt", (concept, phrase) -> concepts.add(concept));
        PhraseFile.read("concepts.de.txt", (concept, phrase) -> concepts.add(concept));
        return concepts;
    }

    @Test
    void everyRuleSpeaksOfConceptsThatHavePhrasesAndEveryConceptHasARule() {
        Set<String> ofRules = Rule.readAll().stream()
                .flatMap(rule -> rule.conditions().stream())
                .map(Rule.Condition::concept)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(ofRules).isEqualTo(conceptsOfTheFiles());
    }

    @Test
    void phrasesAreWordsAsPromptsAreCutIntoThem() {
        for (String file : new String[] {"concepts.en.txt", "concepts.de.txt", "harmless.en.txt", "harmless.de.txt"}) {
            PhraseFile.read(file, (concept, phrase) -> assertThat(WordForms.words(phrase.replace("*", "")))
                    .as("%s: %s", file, phrase)
                    .containsExactly(phrase.replace("*", "").split(" ")));
        }
    }

    @Test
    void beginningsAreLongEnoughToMeanSomething() {
        for (String file : new String[] {"concepts.en.txt", "concepts.de.txt", "harmless.en.txt", "harmless.de.txt"}) {
            PhraseFile.read(file, (concept, phrase) -> assertThat(phrase.split(" "))
                    .as("%s: %s", file, phrase)
                    .allMatch(word -> !word.endsWith("*") || word.length() > 4));
        }
    }

    @Test
    void lookAlikesAreReadAsTheLettersTheyLookLike() {
        assertThat(Confusables.replace("пudе Ν ν 🅝 ab")).isEqualTo("nude n v n ab");
    }
}
