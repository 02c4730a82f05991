package dev.bildwerk.cli.generate;

/** Options that a user may leave out are null. */
final class Given {
    private Given() {}

    static <T> T or(T given, T usual) {
        return given != null ? given : usual;
    }
}
