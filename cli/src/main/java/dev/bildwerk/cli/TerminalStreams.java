package dev.bildwerk.cli;

/**
 * Which streams are a terminal. Java can only tell of input and output together, and only by loading a line editor; the
 * launcher asks the shell instead and passes the answer as system properties.
 */
public final class TerminalStreams {
    private TerminalStreams() {}

    public static boolean output() {
        return Boolean.getBoolean("bildwerk.terminal.output");
    }

    public static boolean error() {
        return Boolean.getBoolean("bildwerk.terminal.error");
    }

    /** Width of the terminal in characters, 80 where it is not known. */
    public static int columns() {
        int columns = Integer.getInteger("bildwerk.terminal.columns", 80);
        return columns < 20 ? 80 : columns;
    }
}
