package dev.bildwerk.cli.train;

import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.engine.DType;
import dev.bildwerk.training.credits.CreditIndex;
import dev.bildwerk.training.credits.CreditIndexWriter;
import dev.bildwerk.training.scorer.Scorer;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bildwerk train credits}: the index by which {@code bildwerk credits} names works. */
@Command(
        name = "credits",
        description = "Writes " + CreditIndex.FILE + " into a model's folder: the works that it learnt from, and what tells "
                + "which of them a picture resembles. At most 5 MB.",
        mixinStandardHelpOptions = true,
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class TrainCreditsCommand implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;

    @Parameters(index = "0", paramLabel = "MODEL", description = "Folder of the model.")
    Path model;

    @Parameters(index = "1", paramLabel = "SCORER", description = "Weights that reference/gpu/train_scorer.py made.")
    Path scorer;

    @Parameters(index = "2", paramLabel = "DATA", description = "Folder of the data set that the model was trained on.")
    Path data;

    TrainCreditsCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        Path file = model.resolve(CreditIndex.FILE);
        try (Scorer judge = Scorer.open(scorer, model.resolve("tokenizer"), DType.F32)) {
            err.printf("%,d bytes%n", CreditIndexWriter.write(file, data, judge));
            out.println(file);
            return ExitCode.OK.code();
        }
    }
}
