package dev.bildwerk.cli.generate;

import dev.bildwerk.cli.TerminalStreams;
import dev.bildwerk.cli.inline.InlineProtocol;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the picture goes and what is said of it. */
public final class OutputOptions {
    /** How a picture may be shown in the terminal. */
    enum Inline {
        AUTO,
        KITTY,
        ITERM,
        SIXEL,
        NONE
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "PATH",
            description = "A file that ends with .png, or a folder for files named after prompt and seed "
                    + "(default: the current folder). A file that exists is kept and the new one numbered.")
    String output;

    @Option(names = {"-f", "--force"}, description = "Write over a file that exists.")
    boolean force;

    @Option(names = "--json", description = "Print one JSON object a line, for each picture or for the error.")
    boolean json;

    @Option(names = {"-q", "--quiet"}, description = "No progress.")
    boolean quiet;

    @Option(names = "--inline", paramLabel = "HOW", defaultValue = "auto",
            description = "Show the picture in the terminal: auto, kitty, iterm, sixel or none (default: auto).")
    Inline inline;

    @Option(names = "--no-preview", description = "The same as --inline none.")
    boolean noPreview;

    /** Where pictures go. */
    public Destination destination() {
        return Destination.parse(output);
    }

    /**
     * The wanted name of picture {@code number}, from 1. Where nothing is written over, {@link #write} counts on from what
     * is there already, and the number is not needed.
     *
     * @param oneSeed whether all pictures have this seed
     */
    Path fileFor(String prompt, long seed, int number, boolean oneSeed) {
        return destination().fileFor(prompt, seed, force ? number : 1, oneSeed);
    }

    /** Whether a file that exists is written over. */
    public boolean force() {
        return force;
    }

    public boolean json() {
        return json;
    }

    public boolean quiet() {
        return quiet;
    }

    /**
     * Writes under this name, or the next free one where it is taken and may not be written over.
     *
     * @return where it is
     */
    public Path write(Path wanted, byte[] content) {
        return force ? WholeFile.replace(wanted, content) : WholeFile.writeNew(wanted, content);
    }

    /** How to show pictures, if at all. */
    public Optional<InlineProtocol> protocol(Map<String, String> environment) {
        if (noPreview) {
            return Optional.empty();
        }
        return switch (inline) {
            case AUTO -> TerminalStreams.error() && !quiet ? InlineProtocol.of(environment) : Optional.empty();
            case KITTY -> Optional.of(InlineProtocol.KITTY);
            case ITERM -> Optional.of(InlineProtocol.ITERM);
            case SIXEL -> Optional.of(InlineProtocol.SIXEL);
            case NONE -> Optional.empty();
        };
    }
}
