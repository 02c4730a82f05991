package dev.bildwerk.cli.train;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.training.data.DataSetBuilder;
import dev.bildwerk.training.data.DataSetException;
import dev.bildwerk.training.data.DataSetOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bildwerk train data}: openly licensed pictures with captions, from pinned packages. */
@Command(
        name = "data",
        description = {
            "Fetches the pinned, openly licensed packages with npm and apt-get, checks their licences, and draws, captions and "
                    + "composes the pictures that the default model is trained on.",
            "Needs npm, and apt-get for Openclipart. About 700 MB."
        },
        mixinStandardHelpOptions = true,
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class TrainDataCommand implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;

    @Parameters(paramLabel = "DATA", description = "Folder that takes the data set.")
    Path data;

    @Option(
            names = "--cache",
            paramLabel = "FOLDER",
            description = "Keeps the fetched packages (default: the folder packages in DATA).")
    Path cache;

    @Option(names = "--size", paramLabel = "PIXELS", description = "Side of a picture, a multiple of 16 (default: 128).")
    Integer size;

    @Option(
            names = "--composed",
            paramLabel = "SHARE",
            description = "Share of composed pictures among all, 0 to 0.9 (default: 0.7).")
    Double composed;

    TrainDataCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        Path packages = cache == null ? data.resolve("packages") : cache;
        try {
            int pictures = DataSetBuilder.build(data, options(packages), this::tell).size();
            err.printf("%,d pictures%n", pictures);
            out.println(data);
            return ExitCode.OK.code();
        } catch (DataSetException e) {
            ExitCode exitCode =
                    e.reason() == DataSetException.Reason.WRITE_FAILED ? ExitCode.WRITE : ExitCode.USAGE;
            throw new CommandException(
                    exitCode, "data." + e.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'), e.getMessage());
        }
    }

    private DataSetOptions options(Path packages) {
        DataSetOptions standard = DataSetOptions.standard(packages);
        try {
            return standard.withPictures(
                    size == null ? standard.size() : size, composed == null ? standard.composedShare() : composed);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("data.options", e.getMessage());
        }
    }

    private void tell(String stage, int done, int all) {
        if (done == all || done % 500 == 0) {
            err.printf("%s: %,d of %,d%n", stage, done, all);
        }
    }
}
