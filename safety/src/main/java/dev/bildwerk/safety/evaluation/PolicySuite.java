package dev.bildwerk.safety.evaluation;

import dev.bildwerk.safety.table.Csv;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Prompts with what the policy is to make of them, from a file of separated values: columns {@code expected} and {@code prompt}, and
 * {@code group} where there are groups, in any order, named in the first line; without such a line, {@code expected} and {@code prompt}.
 * Commas, semicolons or tabs separate.
 */
public final class PolicySuite {
    private static final Map<String, Set<String>> COLUMNS = Map.of(
            "expected", Set.of("expected", "code", "label", "verdict"),
            "prompt", Set.of("prompt", "text"),
            "group", Set.of("group", "language", "lang"));
    private static final Map<String, Set<String>> ANSWERS = Map.of(
            PolicyCase.ADMIT, Set.of("admit", "admitted", "allow", "allowed", "benign", "harmless", "ok"),
            PolicyCase.REFUSE, Set.of("refuse", "refused", "block", "blocked", "harmful"));
    private static final Pattern CODE = Pattern.compile("prompt\\.[a-z-]{2,40}");

    private PolicySuite() {}

    /**
     * Reads a file.
     *
     * @throws PolicySuiteException if it cannot be read, has no prompts, or a line says neither a reason code nor {@code refuse} nor
     *     {@code admit}
     */
    public static List<PolicyCase> read(Path file) {
        List<String> lines = lines(file);
        Columns columns = Columns.of(lines.isEmpty() ? "" : lines.get(0));
        List<PolicyCase> cases = new ArrayList<>();
        for (int i = columns.named() ? 1 : 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                cases.add(columns.read(file, i + 1, lines.get(i)));
            }
        }
        if (cases.isEmpty()) {
            throw new PolicySuiteException("evaluate.empty", "%s has no prompts.".formatted(file));
        }
        return List.copyOf(cases);
    }

    private static List<String> lines(Path file) {
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8));
            if (!lines.isEmpty() && lines.get(0).startsWith("\ufeff")) {
                lines.set(0, lines.get(0).substring(1));
            }
            return lines;
        } catch (CharacterCodingException e) {
            throw new PolicySuiteException("evaluate.encoding", "%s is not in UTF-8.".formatted(file));
        } catch (IOException e) {
            throw new PolicySuiteException("evaluate.file", "%s cannot be read: check the path.".formatted(file));
        }
    }

    private record Columns(boolean named, char separator, int expected, int prompt, int group) {
        static Columns of(String first) {
            char separator = separator(first);
            List<String> values = Csv.split(first, separator);
            List<String> names = values == null
                    ? List.of()
                    : values.stream().map(value -> value.toLowerCase(Locale.ROOT)).toList();
            int prompt = at(names, "prompt");
            int expected = at(names, "expected");
            return prompt < 0 || expected < 0
                    ? new Columns(false, separator, 0, 1, -1)
                    : new Columns(true, separator, expected, prompt, at(names, "group"));
        }

        private static char separator(String line) {
            for (int i = 0; i < line.length(); i++) {
                if (";,\t".indexOf(line.charAt(i)) >= 0) {
                    return line.charAt(i);
                }
            }
            return ',';
        }

        private static int at(List<String> names, String column) {
            for (int i = 0; i < names.size(); i++) {
                if (COLUMNS.get(column).contains(names.get(i))) {
                    return i;
                }
            }
            return -1;
        }

        PolicyCase read(Path file, int number, String line) {
            List<String> values = values(line);
            if (values.size() <= Math.max(Math.max(expected, prompt), group)) {
                throw new PolicySuiteException(
                        "evaluate.line",
                        "Line %d of %s has too few values: expected and prompt are needed."
                                .formatted(number, file));
            }
            return new PolicyCase(
                    number,
                    group < 0 ? "" : values.get(group),
                    answer(values.get(expected), file, number),
                    // A prompt with bare separators in it, as the last value of its line.
                    prompt == values.size() - 1 || named
                            ? values.get(prompt)
                            : String.join(separator + " ", values.subList(prompt, values.size())));
        }

        /** Quotes amid a prompt are its own. */
        private List<String> values(String line) {
            List<String> values = Csv.split(line, separator);
            return values != null
                    ? values
                    : Arrays.stream(line.split(Pattern.quote(String.valueOf(separator)), -1)).map(String::strip).toList();
        }

        private static String answer(String typed, Path file, int number) {
            String value = typed.toLowerCase(Locale.ROOT);
            return ANSWERS.entrySet().stream()
                    .filter(answer -> answer.getValue().contains(value))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .or(() -> CODE.matcher(value).matches() ? Optional.of(value) : Optional.empty())
                    .orElseThrow(() -> new PolicySuiteException(
                            "evaluate.expected",
                            "Line %d of %s expects \"%s\": write admit, refuse, or a reason code such as prompt.sexual."
                                    .formatted(number, file, typed)));
        }
    }
}
