package dev.bildwerk.training.data;

import dev.bildwerk.training.data.DataSetException.Reason;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The nouns of {@code nouns.tsv}, by concept. */
final class NounTable {
    private final Map<String, Noun> byConcept;
    private final Set<String> words;

    private NounTable(Map<String, Noun> byConcept) {
        this.byConcept = Map.copyOf(byConcept);
        Set<String> all = new HashSet<>();
        for (Noun noun : byConcept.values()) {
            all.add(noun.singular().toLowerCase(Locale.ROOT));
            all.add(noun.plural().toLowerCase(Locale.ROOT));
            all.add(noun.german().toLowerCase(Locale.ROOT));
            all.add(noun.germanPlural().toLowerCase(Locale.ROOT));
        }
        words = Set.copyOf(all);
    }

    static NounTable read() throws DataSetException {
        Map<String, Noun> nouns = new LinkedHashMap<>();
        for (String[] row : Tables.rows("nouns.tsv")) {
            if (row.length != 8) {
                throw new DataSetException(
                        Reason.TABLE_INVALID, "The noun table's row of " + row[0] + " is not 8 cells.");
            }
            Noun noun = new Noun(row[0], row[1], row[2], row[3], Noun.Gender.of(row[4]), row[5],
                    row[6].isEmpty() ? row[3] : row[6], row[7].equals("r"));
            if (nouns.put(noun.concept(), noun) != null) {
                throw new DataSetException(Reason.TABLE_INVALID, "The noun table has two rows of " + row[0] + ".");
            }
        }
        return new NounTable(nouns);
    }

    /** The noun of a concept, or null. */
    Noun of(String concept) {
        return byConcept.get(concept);
    }

    /** The concept that a noun's singular names, or null. */
    String conceptNamed(String singular) {
        String key = EmojiNames.key(singular);
        for (Noun noun : byConcept.values()) {
            if (EmojiNames.key(noun.singular()).equals(key)) {
                return noun.concept();
            }
        }
        return null;
    }

    /** True for a word that names a thing of this table, so that it may not be a keyword of anything else. */
    boolean names(String word) {
        return words.contains(word.toLowerCase(Locale.ROOT));
    }

    Collection<Noun> all() {
        return byConcept.values();
    }
}
