package dev.bildwerk.cli.generate;

/** Options that a user may leave out are null. */
public final class Given {
    private Given() {}

    public static <T> T or(T given, T usual) {
        return given != null ? given : usual;
    }
}
