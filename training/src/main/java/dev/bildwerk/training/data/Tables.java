package dev.bildwerk.training.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads the tables that lie beside these classes. */
final class Tables {
    private Tables() {}

    static InputStream open(String name) throws DataSetException {
        InputStream in = Tables.class.getResourceAsStream(name);
        if (in == null) {
            throw new DataSetException(DataSetException.Reason.TABLE_INVALID,
                    "The table " + name + " is missing from the program; build it again.");
        }
        return in;
    }

    /** Rows of a tab-separated table, without comments and empty lines; empty cells at the end are kept. */
    static List<String[]> rows(String name) throws DataSetException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(name), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList();
        } catch (IOException e) {
            throw new DataSetException(DataSetException.Reason.TABLE_INVALID,
                    "The table " + name + " in the program cannot be read.", e);
        }
    }
}
