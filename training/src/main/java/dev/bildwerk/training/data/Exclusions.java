package dev.bildwerk.training.data;

import dev.bildwerk.training.data.DataSetException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is left out of the data set and why: the rules of {@code exclusions.tsv}. */
final class Exclusions {

    /** What a rule looks at. */
    private enum Scope {
        /** The concept's category. */
        SUBGROUP,
        /** Every text that says what the picture shows. */
        WORDS,
        /** The picture's id: a rule for one picture or for a folder. */
        ID
    }

    private record Rule(Scope scope, Pattern pattern, String reason) {}

    private final List<Rule> rules;

    private Exclusions(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    static Exclusions read() throws DataSetException {
        List<Rule> rules = new ArrayList<>();
        for (String[] row : Tables.rows("exclusions.tsv")) {
            try {
                rules.add(new Rule(Scope.valueOf(row[0].toUpperCase(Locale.ROOT)), Pattern.compile(row[1]), row[2]));
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw new DataSetException(Reason.TABLE_INVALID,
                        "The exclusion table's row \"" + String.join(" | ", row) + "\" is no rule.", e);
            }
        }
        return new Exclusions(rules);
    }

    /**
     * @param category the concept's category
     * @param texts everything that says what the picture shows: name, title, keywords
     * @return the reason to leave the picture out
     */
    Optional<String> reason(SourceIcon icon, String category, List<String> texts) {
        return reason(icon.id(), category, texts);
    }

    Optional<String> reason(String id, String category, List<String> texts) {
        for (Rule rule : rules) {
            boolean hit = switch (rule.scope()) {
                case SUBGROUP -> rule.pattern().matcher(category).matches();
                case ID -> rule.pattern().matcher(id).matches();
                case WORDS -> texts.stream().anyMatch(text -> rule.pattern().matcher(plain(text)).matches());
            };
            if (hit) {
                return Optional.of(rule.reason());
            }
        }
        return Optional.empty();
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replace('-', ' ').replace('_', ' ').replace('’', '\'').strip();
    }
}
