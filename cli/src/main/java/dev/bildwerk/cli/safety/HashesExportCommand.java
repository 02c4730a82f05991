package dev.bildwerk.cli.safety;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.safety.hash.HashListFormat;
import dev.bildwerk.safety.hash.HashListWriter;
import dev.bildwerk.safety.hash.HashStore;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bildwerk safety hashes export}: writes the list for others. */
@Command(
        name = "export",
        description = "Writes the list to a file, for another machine or other people.",
        mixinStandardHelpOptions = true,
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class HashesExportCommand implements Callable<Integer> {
    private final PrintStream out;
    private final HashStore store;

    @Parameters(paramLabel = "FILE", description = "Where to.")
    Path file;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "csv",
            description = "csv (all that is known), lines (a hash a line, which says nothing of who asked) or "
                    + "threatexchange (csv under its names) (default: csv).")
    HashListFormat format;

    @Mixin
    EntryFilter filter;

    @Option(names = {"-f", "--force"}, description = "Write over a file that exists.")
    boolean force;

    HashesExportCommand(PrintStream out, HashStore store) {
        this.out = out;
        this.store = store;
    }

    @Override
    public Integer call() {
        if (!force && Files.exists(file)) {
            throw new CommandException(
                    ExitCode.WRITE, "hashes.write", "%s exists: choose another name, or --force.".formatted(file));
        }
        HashListWriter.write(file, store.current().stream().filter(filter::fits), format);
        out.println(file);
        return ExitCode.OK.code();
    }
}
