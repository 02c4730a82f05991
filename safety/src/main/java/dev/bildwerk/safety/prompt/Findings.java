package dev.bildwerk.safety.prompt;

import java.util.Map;
import java.util.Set;

/**
 * What a text speaks of.
 *
 * @param phrasesOfConcept from concept to the different phrases of it that were found
 */
record Findings(Map<String, Set<String>> phrasesOfConcept) {
    static final Findings NONE = new Findings(Map.of());

    int count(String concept) {
        return phrasesOfConcept.getOrDefault(concept, Set.of()).size();
    }
}
