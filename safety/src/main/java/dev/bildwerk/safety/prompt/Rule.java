package dev.bildwerk.safety.prompt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * When a request is refused: all of the conditions hold.
 *
 * @param code the reason code of the refusal
 * @param conditions what must have been found
 */
record Rule(String code, List<Condition> conditions) {

    /** Which of the request's texts. */
    enum Source {
        PROMPT,
        NEGATIVE
    }

    /** A concept stands in a text with at least so many different phrases; or with none, where {@code phrases} is 0. */
    record Condition(Source source, String concept, int phrases) {
        boolean holds(Findings prompt, Findings negative) {
            int found = (source == Source.NEGATIVE ? negative : prompt).count(concept);
            return phrases == 0 ? found == 0 : found >= phrases;
        }
    }

    /** The rules of {@code rules.txt}, the gravest first. */
    static List<Rule> readAll() {
        List<Rule> rules = new ArrayList<>();
        for (String line : PolicyFiles.lines("rules.txt")) {
            String[] sides = line.split(" <- ");
            rules.add(new Rule(
                    sides[0].strip(),
                    Arrays.stream(sides[1].split(" & ")).map(Rule::condition).toList()));
        }
        return List.copyOf(rules);
    }

    /** {@code concept}, {@code negative:concept}, {@code concept#2} or {@code !concept}. */
    private static Condition condition(String text) {
        boolean absent = text.strip().startsWith("!");
        String stripped = text.replace("!", "").strip();
        boolean negative = stripped.startsWith("negative:");
        String[] parts = (negative ? stripped.substring("negative:".length()) : stripped).split("#");
        int phrases = parts.length > 1 ? Integer.parseInt(parts[1]) : 1;
        return new Condition(negative ? Source.NEGATIVE : Source.PROMPT, parts[0], absent ? 0 : phrases);
    }

    boolean appliesTo(Findings prompt, Findings negative) {
        return conditions.stream().allMatch(condition -> condition.holds(prompt, negative));
    }
}
