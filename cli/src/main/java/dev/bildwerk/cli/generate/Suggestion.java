package dev.bildwerk.cli.generate;

import java.util.List;
import java.util.stream.Collectors;

/** The end of a sentence about a name that is not there. */
final class Suggestion {
    private Suggestion() {}

    /**
     * @param near names that may have been meant
     * @param all how many there are
     * @param what they are, in the plural
     * @return without a full stop
     */
    static String of(List<String> near, int all, String what) {
        return near.isEmpty()
                ? " among the %,d %s that are there".formatted(all, what)
                : ", but " + near.stream().map("\"%s\""::formatted).collect(Collectors.joining(", "));
    }
}
