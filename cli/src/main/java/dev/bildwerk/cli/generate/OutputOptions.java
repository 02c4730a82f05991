package dev.bildwerk.cli.generate;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.TerminalStreams;
import dev.bildwerk.cli.inline.InlineProtocol;
import dev.bildwerk.safety.provenance.FinishedPicture;
import dev.bildwerk.safety.provenance.Marks;
import dev.bildwerk.safety.provenance.PictureFormat;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the picture goes and what is said of it. */
public final class OutputOptions {
    /** How files may be written. */
    enum FormatName {
        PNG,
        JPEG
    }

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
            description = "A file that ends with .png or .jpg, or a folder for files named after prompt and seed "
                    + "(default: the current folder). A file that exists is kept and the new one numbered.")
    String output;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            description = "png or jpeg (default: as the name of -o ends, else png).")
    FormatName format;

    @Option(
            names = "--quality",
            paramLabel = "NUMBER",
            description = "Of a JPEG: 1 (small) to 100 (default: 90).")
    Integer quality;

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
        return Destination.parse(output, format == FormatName.JPEG ? "jpg" : "png");
    }

    /**
     * Tells before minutes of work what cannot be written.
     *
     * @throws CommandException where options do not go together, or nothing can be written there
     * @throws dev.bildwerk.safety.provenance.ProvenanceException where a configured key cannot sign
     */
    public void requireUsable(Marks marks) {
        format();
        destination().requireWritable();
        marks.requireUsable();
    }

    /**
     * How files are written.
     *
     * @throws CommandException where options do not go together
     */
    public PictureFormat format() {
        boolean jpeg = switch (destination()) {
            case Destination.Folder folder -> format == FormatName.JPEG;
            case Destination.File file -> {
                boolean named = Destination.isJpeg(file.path().toString());
                if (format != null && named != (format == FormatName.JPEG)) {
                    throw CommandException.usage(
                            "output.format",
                            "\"%s\" is no name of a file in the --format %s: leave one of the two out."
                                    .formatted(output, format.name().toLowerCase(Locale.ROOT)));
                }
                yield named;
            }
        };
        if (quality == null) {
            return jpeg ? new PictureFormat.Jpeg(PictureFormat.Jpeg.USUAL_QUALITY) : PictureFormat.PNG;
        }
        if (!jpeg || quality < 1 || quality > 100) {
            throw CommandException.usage(
                    "output.quality",
                    jpeg
                            ? "The quality of a JPEG is 1 to 100, not %d.".formatted(quality)
                            : "A PNG keeps every pixel and has no --quality: add --format jpeg, or leave it out.");
        }
        return new PictureFormat.Jpeg(quality);
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

    /**
     * Writes a finished picture with its marks, and shows it in the terminal where that is wanted.
     *
     * @return where it is
     */
    public Path deliver(FinishedPicture finished, Path wanted, Marks marks, PrintStream err) {
        byte[] content = marks.file(finished, format());
        Path file = write(wanted, content);
        protocol(System.getenv()).ifPresent(how -> {
            byte[] png = format().equals(PictureFormat.PNG) ? content : marks.file(finished, PictureFormat.PNG);
            err.println(how.encode(finished.picture(), png));
        });
        return file;
    }

    /** How to show pictures, if at all. */
    Optional<InlineProtocol> protocol(Map<String, String> environment) {
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
