package dev.bildwerk.safety.prompt;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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

    /** What several texts speak of together. */
    static Findings union(List<Findings> all) {
        Map<String, Set<String>> phrases = new HashMap<>();
        all.forEach(findings -> findings.phrasesOfConcept.forEach((concept, found) ->
                phrases.computeIfAbsent(concept, key -> new HashSet<>()).addAll(found)));
        return new Findings(phrases);
    }
}
