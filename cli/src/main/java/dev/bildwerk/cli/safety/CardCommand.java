package dev.bildwerk.cli.safety;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.ExitCode;
import dev.bildwerk.safety.model.ProvenanceCard;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bildwerk safety card}: what is known of where a model comes from. */
@Command(
        name = "card",
        description = "Tells what is known of where a model comes from: each file of weights with its SHA-256 and whether it is known to "
                + "be clean, its card, and whether the works it learnt from are named.",
        mixinStandardHelpOptions = true,
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n")
final class CardCommand implements Callable<Integer> {
    private final PrintStream out;

    @Parameters(paramLabel = "MODEL", description = "Folder or file of the model.")
    Path model;

    @Option(names = "--json", description = "One JSON object.")
    boolean json;

    CardCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        if (!Files.exists(model)) {
            throw CommandException.usage("card.model", "There is no model at %s: check the path.".formatted(model));
        }
        ProvenanceCard card;
        try {
            card = ProvenanceCard.of(model);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.MODEL, "card.read", "%s cannot be read: check its permissions.".formatted(model));
        }
        if (json) {
            out.println(HashFields.json(fields(card)));
        } else {
            out.println("%s: %s".formatted(model, card.isKnownClean() ? "known to be clean" : "not known to be clean"));
            card.files().forEach(file -> out.println("  %s  %,14d bytes  %s  %s".formatted(
                    file.sha256(), file.bytes(), file.path(), file.knownAs().isEmpty() ? "unknown" : file.knownAs())));
            out.println("  card: %s".formatted(card.readme().map(Path::toString).orElse("none")));
            out.println("  works it learnt from: %s".formatted(
                    card.creditIndex().map(Path::toString).orElse("not named")));
        }
        return ExitCode.OK.code();
    }

    private Map<String, Object> fields(ProvenanceCard card) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("model", model.toString());
        fields.put("known_clean", card.isKnownClean());
        fields.put("files", card.files().stream().map(file -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("path", file.path());
            one.put("bytes", file.bytes());
            one.put("sha256", file.sha256());
            one.put("known_as", file.knownAs().isEmpty() ? null : file.knownAs());
            return one;
        }).toList());
        fields.put("card", card.readme().map(Path::toString).orElse(null));
        fields.put("credit_index", card.creditIndex().map(Path::toString).orElse(null));
        return fields;
    }
}
