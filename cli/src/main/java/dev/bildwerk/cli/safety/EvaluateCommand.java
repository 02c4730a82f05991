package dev.bildwerk.cli.safety;

import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.safety.evaluation.PolicyCase;
import dev.bildwerk.safety.evaluation.PolicyEvaluation;
import dev.bildwerk.safety.evaluation.PolicyEvaluation.Counts;
import dev.bildwerk.safety.evaluation.PolicyEvaluation.Miss;
import dev.bildwerk.safety.evaluation.PolicySuite;
import dev.bildwerk.safety.prompt.PromptPolicy;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bildwerk safety evaluate}: how well the prompt policy judges prompts whose right answer is known. */
@Command(
        name = "evaluate",
        description = {
            "Judges prompts and compares with what is expected: a reason code such as prompt.sexual, refuse for any, or admit. Prints "
                    + "recall, precision and every prompt that was judged wrongly.",
            "A file has a line for each prompt, \"expected,prompt\", with commas, semicolons or tabs; a first line may name these columns "
                    + "and a column group."
        },
        mixinStandardHelpOptions = true,
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class EvaluateCommand implements Callable<Integer> {
    private final PrintStream out;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files of prompts, in UTF-8.")
    List<Path> files = List.of();

    @Option(names = "--json", description = "One JSON object.")
    boolean json;

    EvaluateCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        List<PolicyCase> cases = new ArrayList<>();
        files.forEach(file -> cases.addAll(PolicySuite.read(file)));
        PolicyEvaluation evaluation = PolicyEvaluation.of(cases, PromptPolicy.shared());
        if (json) {
            out.println(HashFields.json(fields(evaluation)));
        } else {
            evaluation.misses().forEach(miss -> out.println("%s  %s".formatted(verdict(miss), miss.prompt().prompt())));
            out.println("%-24s %9s %9s %9s %9s %9s %9s"
                    .formatted("", "refused", "missed", "admitted", "wrongly", "recall", "precision"));
            evaluation.byExpectation().forEach((expectation, counts) -> out.println(row(expectation, counts)));
            evaluation.byGroup().forEach((group, counts) -> out.println(row(group, counts)));
            out.println(row("all", evaluation.all()));
        }
        return ExitCode.OK.code();
    }

    private static String verdict(Miss miss) {
        return miss.code() == null
                ? "admitted, not %s:".formatted(miss.prompt().expected())
                : "refused as %s:".formatted(miss.code());
    }

    private static String row(String name, Counts counts) {
        return String.format(
                Locale.ROOT,
                "%-24s %9d %9d %9d %9d %8.1f%% %8.1f%%",
                name,
                counts.refused(),
                counts.missed(),
                counts.admitted(),
                counts.wronglyRefused(),
                100 * counts.recall(),
                100 * counts.precision());
    }

    private static Map<String, Object> fields(PolicyEvaluation evaluation) {
        Map<String, Object> fields = new LinkedHashMap<>(fields(evaluation.all()));
        Map<String, Object> expectations = new LinkedHashMap<>();
        evaluation.byExpectation().forEach((expectation, counts) -> expectations.put(expectation, fields(counts)));
        fields.put("by_expectation", expectations);
        Map<String, Object> groups = new LinkedHashMap<>();
        evaluation.byGroup().forEach((group, counts) -> groups.put(group, fields(counts)));
        fields.put("by_group", groups);
        fields.put("misses", evaluation.misses().stream().map(EvaluateCommand::fields).toList());
        return fields;
    }

    private static Map<String, Object> fields(Counts counts) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("refused", counts.refused());
        fields.put("missed", counts.missed());
        fields.put("refused_for_another_reason", counts.otherReason());
        fields.put("admitted", counts.admitted());
        fields.put("wrongly_refused", counts.wronglyRefused());
        fields.put("recall", counts.recall());
        fields.put("precision", counts.precision());
        return fields;
    }

    private static Map<String, Object> fields(Miss miss) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("line", miss.prompt().line());
        fields.put("group", miss.prompt().group());
        fields.put("expected", miss.prompt().expected());
        fields.put("code", miss.code());
        fields.put("prompt", miss.prompt().prompt());
        return fields;
    }
}
