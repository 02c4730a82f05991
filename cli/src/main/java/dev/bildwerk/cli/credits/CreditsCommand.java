package dev.bildwerk.cli.credits;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.cli.Installation;
import dev.bildwerk.cli.generate.PictureFile;
import dev.bildwerk.cli.models.NamedModel;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.training.credits.Credit;
import dev.bildwerk.training.credits.CreditIndex;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bildwerk credits}: whose works a picture resembles, of those that the model learnt from. */
@Command(
        name = "credits",
        description = {
            "Names the works of the training set that a picture resembles most, with author and licence.",
            "It tells likeness, not which works the model used: every picture owes something to all of them."
        },
        mixinStandardHelpOptions = true,
        separator = " ",
        customSynopsis = "bildwerk credits PICTURE... [OPTIONS]",
        synopsisHeading = "Usage: ",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  bildwerk credits house.png", "  bildwerk credits house.png --count 10 --json"})
public final class CreditsCommand implements Callable<Integer> {
    private static final int MOST = 1000;

    private final PrintStream out;

    @Parameters(arity = "1..*", paramLabel = "PICTURE", description = "A PNG or JPEG that the model drew.")
    List<Path> pictures = List.of();

    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            description = "The folder of the model that drew it, or its name in the models folder (default: the model that "
                    + "comes with Bildwerk).")
    Path model;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "NUMBER",
            defaultValue = "5",
            description = "How many works are named (default: 5).")
    int count;

    @Option(names = "--json", description = "One JSON object a line.")
    boolean json;

    /** @param out hears the works */
    public CreditsCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        if (count < 1 || count > MOST) {
            throw new CommandException(
                    ExitCode.USAGE, "credits.count", "%d works were asked for; 1 to %d are possible.".formatted(count, MOST));
        }
        List<Picture> read =
                pictures.stream().map(file -> Picture.of(PictureFile.read(file))).toList();
        Path folder = model == null ? Installation.defaultModel() : NamedModel.find(model);
        CreditIndex index = CreditIndex.read(folder.resolve(CreditIndex.FILE));
        for (int i = 0; i < read.size(); i++) {
            List<Credit> credits = index.nearest(read.get(i), count);
            if (json) {
                out.println(CreditLines.json(pictures.get(i), credits));
            } else {
                CreditLines.text(pictures.get(i), credits).forEach(out::println);
            }
        }
        return ExitCode.OK.code();
    }
}
