package dev.bildwerk.cli.models;

import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.diffusion.checkpoint.Inspection;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bildwerk models inspect}: all that can be said of one file or folder. */
@Command(
        name = "inspect",
        description = "Tells what a file or folder is: family, layout, precision, parameters, SHA-256, licence.",
        mixinStandardHelpOptions = true,
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class ModelsInspectCommand implements Callable<Integer> {
    private final PrintStream out;

    @Parameters(paramLabel = "PATH", description = "A .safetensors file, its index, or a model folder.")
    Path path;

    @Option(names = "--no-hash", description = "Do not read the whole file for its SHA-256.")
    boolean noHash;

    @Option(names = "--json", description = "One JSON object.")
    boolean json;

    ModelsInspectCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        Inspection inspection = Inspection.of(ModelPath.existing(path));
        Map<String, Object> fields =
                noHash ? InspectionFields.of(inspection) : InspectionFields.withHashes(inspection);
        if (json) {
            out.println(Json.line(fields));
        } else {
            InspectionText.lines(fields).forEach(out::println);
        }
        return ExitCode.OK.code();
    }
}
