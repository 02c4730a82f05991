package dev.bildwerk.safety.prompt;

import dev.bildwerk.safety.evaluation.PolicyCase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Subjects and places of {@code suite/crossed.txt}, each with each. */
final class Crossed {
    private Crossed() {}

    static List<PolicyCase> cases(String language) {
        Map<String, List<String>> lists = new HashMap<>();
        String section = "";
        for (String line : PolicyFiles.lines("/dev/bildwerk/safety/suite/crossed.txt")) {
            if (line.startsWith("[")) {
                section = line.substring(1, line.length() - 1);
            } else {
                lists.put(section, List.of(line.split("; ")));
            }
        }
        List<PolicyCase> cases = new ArrayList<>();
        for (String place : lists.get(language + " places")) {
            lists.get(language + " refused").forEach(subject -> cases.add(
                    new PolicyCase(0, language, PolicyCase.REFUSE, subject + " " + place)));
            lists.get(language + " harmless").forEach(subject -> cases.add(
                    new PolicyCase(0, language, PolicyCase.ADMIT, subject + " " + place)));
        }
        return cases;
    }
}
