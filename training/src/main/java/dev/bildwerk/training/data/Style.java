package dev.bildwerk.training.data;

import dev.bildwerk.training.data.DataSetException.Reason;
import java.util.HashMap;
import java.util.Map;

/**
 * The look of a source's pictures, one plain word and how captions say it.
 *
 * @param name the word: {@code flat}
 * @param english {@code flat style}
 * @param german {@code flacher Stil}
 */
record Style(String name, String english, String german) {

    /** All styles, by name. */
    static Map<String, Style> table() throws DataSetException {
        Map<String, Style> styles = new HashMap<>();
        for (String[] row : Tables.rows("styles.tsv")) {
            if (row.length != 3) {
                throw new DataSetException(
                        Reason.TABLE_INVALID, "The style table's row " + row[0] + " is not 3 cells.");
            }
            styles.put(row[0], new Style(row[0], row[1], row[2]));
        }
        return Map.copyOf(styles);
    }
}
