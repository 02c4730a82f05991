package dev.bildwerk.cli.models;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.cli.Installation;
import dev.bildwerk.cli.Problem;
import dev.bildwerk.diffusion.checkpoint.Inspection;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bildwerk models list}: a line for every model and file of weights in some folders. */
@Command(
        name = "list",
        description = "Lists the models and files of weights in Bildwerk's models folder, or in the folders named.",
        mixinStandardHelpOptions = true,
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class ModelsListCommand implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;

    @Parameters(
            arity = "0..*",
            paramLabel = "FOLDER",
            description = "Where to look (default: Bildwerk's models folder).")
    List<Path> folders;

    @Option(names = "--json", description = "One JSON object a line.")
    boolean json;

    ModelsListCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        List<Path> places = folders == null ? List.of(Installation.home().resolve("models")) : folders;
        for (Path place : places) {
            if (!Files.isDirectory(place)) {
                throw new CommandException(
                        ExitCode.MODEL, "models.folder", "There is no folder %s: check the path.".formatted(place));
            }
        }
        places.stream().flatMap(place -> ModelFiles.in(place).stream()).forEach(this::tell);
        return ExitCode.OK.code();
    }

    /** What is broken is listed with its problem: one bad file does not hide the others. */
    private void tell(Path path) {
        try {
            Inspection inspection = Inspection.of(path);
            out.println(json
                    ? Json.line(InspectionFields.of(inspection))
                    : "%s  %s, %s".formatted(path, inspection.kind().title(), InspectionText.precision(inspection)));
        } catch (RuntimeException e) {
            Problem problem = Problem.of(e);
            if (problem.exitCode() != ExitCode.MODEL) {
                throw e;
            }
            if (json) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("path", path.toString());
                fields.put("error", Map.of("code", problem.code(), "message", problem.sentence()));
                out.println(Json.line(fields));
            } else {
                err.println("bildwerk: " + problem.sentence());
            }
        }
    }
}
