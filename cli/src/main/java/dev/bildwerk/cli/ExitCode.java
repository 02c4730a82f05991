package dev.bildwerk.cli;

/** What the process answers; stable, documented in {@code --help} and {@code docs/cli.md}. */
public enum ExitCode {
    OK(0, "done"),
    INTERNAL(1, "an error in Bildwerk itself; the message names a log file"),
    USAGE(2, "an option or the prompt cannot be used as given"),
    REFUSED(3, "the request or the picture was refused"),
    MODEL(4, "the model is missing or broken"),
    WRITE(5, "the picture cannot be written"),
    MEMORY(6, "the picture needs more memory than there is"),
    ALTERED(7, "verify: a picture or its mark was changed or damaged"),
    UNMARKED(8, "verify: a picture carries no mark"),
    INTERRUPTED(130, "stopped with Ctrl-C");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }
}
