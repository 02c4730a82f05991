package dev.bildwerk.cli.grid;

/** A value that its axis cannot take; the message is a sentence without its full stop. */
final class AxisException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AxisException(String message) {
        super(message);
    }
}
