package dev.bildwerk.training.data;

import java.nio.file.Path;
import java.util.List;

/** Builds the data set of the default model: {@code BuildDataSet OUT_DIR CACHE_DIR}. */
public final class BuildDataSet {
    private BuildDataSet() {}

    public static void main(String[] arguments) {
        if (arguments.length != 2) {
            System.err.println("Give two folders: where the data set goes, and where fetched packages are kept.");
            System.exit(2);
        }
        try {
            List<ManifestEntry> entries = DataSetBuilder.build(Path.of(arguments[0]),
                    DataSetOptions.standard(Path.of(arguments[1])),
                    (stage, done, all) -> System.out.printf("%s: %d of %d%n", stage, done, all));
            System.out.printf("%d pictures in %s%n", entries.size(), arguments[0]);
        } catch (DataSetException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
