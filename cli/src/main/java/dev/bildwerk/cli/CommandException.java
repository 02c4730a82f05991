package dev.bildwerk.cli;

/** Ends the command with a sentence for the user, a stable reason code and an exit code. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final ExitCode exitCode;
    private final String code;

    public CommandException(ExitCode exitCode, String code, String message) {
        super(message);
        this.exitCode = exitCode;
        this.code = code;
    }

    /** What the user typed cannot be done. */
    public static CommandException usage(String code, String message) {
        return new CommandException(ExitCode.USAGE, code, message);
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    public String code() {
        return code;
    }
}
