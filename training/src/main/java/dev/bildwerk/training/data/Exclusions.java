package dev.bildwerk.training.data;

import dev.bildwerk.training.data.DataSetException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is left out of the data set and why: the rules of {@code exclusions.tsv}. */
final class Exclusions {
    private record Rule(boolean onCategory, Pattern pattern, String reason) {}

    private final List<Rule> rules;

    private Exclusions(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    static Exclusions read() throws DataSetException {
        List<Rule> rules = new ArrayList<>();
        for (String[] row : Tables.rows("exclusions.tsv")) {
            if (row.length != 3) {
                throw new DataSetException(Reason.TABLE_INVALID, "The exclusion table's row " + row[0] + " is not 3 cells.");
            }
            rules.add(new Rule(row[0].equals("subgroup"), Pattern.compile(row[1]), row[2]));
        }
        return new Exclusions(rules);
    }

    /**
     * @param category the concept's category
     * @param texts everything that says what the picture shows: name, title, keywords
     * @return the reason to leave the picture out
     */
    Optional<String> reason(String category, List<String> texts) {
        for (Rule rule : rules) {
            if (rule.onCategory()) {
                if (rule.pattern().matcher(category).matches()) {
                    return Optional.of(rule.reason());
                }
                continue;
            }
            for (String text : texts) {
                if (rule.pattern().matcher(plain(text)).matches()) {
                    return Optional.of(rule.reason());
                }
            }
        }
        return Optional.empty();
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replace('-', ' ').replace('_', ' ').replace('’', '\'').strip();
    }
}
