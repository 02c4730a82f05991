package dev.bildwerk.cli.models;

import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.cli.Problem;
import dev.bildwerk.diffusion.checkpoint.Inspection;
import dev.bildwerk.diffusion.checkpoint.Verification;
import dev.bildwerk.safety.model.KnownCleanModels;
import dev.bildwerk.safety.model.ModelProvenance;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bildwerk models verify}: reads everything once and says what is wrong, or that nothing is. */
@Command(
        name = "verify",
        description = {
            "Checks headers, that every weight of a model has its place and shape, and that every number is one;",
            "tells whether the weights are on the list of models known to be clean."
        },
        mixinStandardHelpOptions = true,
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class ModelsVerifyCommand implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files or model folders.")
    List<Path> paths;

    @Option(names = "--json", description = "One JSON object a line.")
    boolean json;

    ModelsVerifyCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        paths.forEach(ModelPath::existing);
        boolean allWhole = true;
        for (Path path : paths) {
            allWhole &= verify(path);
        }
        return allWhole ? ExitCode.OK.code() : ExitCode.MODEL.code();
    }

    private boolean verify(Path path) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("path", path.toString());
        try {
            Inspection inspection = Inspection.of(path);
            fields.put("title", inspection.kind().title());
            Verification.requirePlaces(path, inspection.kind());
            inspection.sources().forEach(Verification::requireFinite);
            fields.put("whole", true);
            fields.put(
                    "known_clean",
                    KnownCleanModels.shipped().provenanceOf(path) instanceof ModelProvenance.KnownClean);
        } catch (RuntimeException e) {
            Problem problem = Problem.of(e);
            if (problem.exitCode() != ExitCode.MODEL) {
                throw e;
            }
            fields.put("whole", false);
            fields.put("error", Map.of("code", problem.code(), "message", problem.sentence()));
            err.println("bildwerk: " + problem.sentence());
        }
        if (json) {
            out.println(Json.line(fields));
        } else if (fields.get("whole").equals(true)) {
            boolean known = fields.get("known_clean").equals(true);
            String clean = known ? "known to be clean" : "not on the list of clean models";
            out.println("%s is whole: %s, %s".formatted(path, fields.get("title"), clean));
        }
        return fields.get("whole").equals(true);
    }
}
