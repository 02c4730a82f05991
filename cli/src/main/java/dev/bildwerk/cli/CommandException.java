package dev.bildwerk.cli;

import dev.bildwerk.engine.CodedException;

/** Ends the command with a sentence for the user, a stable reason code and an exit code. */
public final class CommandException extends CodedException {
    private static final long serialVersionUID = 1L;
    private final ExitCode exitCode;

    public CommandException(ExitCode exitCode, String code, String message) {
        super(code, message);
        this.exitCode = exitCode;
    }

    /** What the user typed cannot be done. */
    public static CommandException usage(String code, String message) {
        return new CommandException(ExitCode.USAGE, code, message);
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
