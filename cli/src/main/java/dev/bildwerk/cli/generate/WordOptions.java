package dev.bildwerk.cli.generate;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.Installation;
import dev.bildwerk.diffusion.prompt.NearNames;
import dev.bildwerk.diffusion.prompt.PromptStyle;
import dev.bildwerk.diffusion.prompt.StyleFile;
import dev.bildwerk.diffusion.prompt.WildcardFolder;
import dev.bildwerk.diffusion.prompt.Wildcards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Words out of the user's files, which are put into the prompts before anything is read out of them. */
public final class WordOptions {
    private static final int MOST_NEAR = 3;

    @Option(
            names = "--style",
            paramLabel = "NAME",
            description = "Put the prompts into this style; may be given several times.")
    List<String> names = List.of();

    @Option(
            names = "--styles",
            paramLabel = "FILE",
            description = "The styles, as AUTOMATIC1111 keeps them in its styles.csv (default: models/styles.csv).")
    Path file;

    @Option(
            names = "--wildcards",
            paramLabel = "FOLDER",
            description = "Replace each __name__ in the prompts by a line of name.txt in this folder, chosen by the "
                    + "picture's seed.")
    Path wildcards;

    private List<PromptStyle> styles;

    /**
     * The texts in the styles and without wildcards.
     *
     * @param seed of the picture
     * @throws CommandException where a style, its file or the folder is not there
     */
    RequestOptions.Texts expanded(RequestOptions.Texts typed, long seed) {
        RequestOptions.Texts template = template(typed);
        if (wildcards == null) {
            return template;
        }
        WildcardFolder folder = new WildcardFolder(wildcards);
        // The complement of a seed is nobody's seed, so the negative prompt chooses by itself.
        return new RequestOptions.Texts(
                Wildcards.expand(template.prompt(), folder, seed),
                Wildcards.expand(template.negativePrompt(), folder, ~seed));
    }

    /** The texts in the styles, with their wildcards; throws as {@link #expanded} does. */
    RequestOptions.Texts template(RequestOptions.Texts typed) {
        if (wildcards != null && !Files.isDirectory(wildcards)) {
            throw CommandException.usage(
                    "wildcards.missing", "There is no folder of wildcards %s: check the path.".formatted(wildcards));
        }
        String prompt = typed.prompt();
        String negative = typed.negativePrompt();
        for (PromptStyle style : styles()) {
            prompt = style.applyTo(prompt);
            negative = style.applyToNegative(negative);
        }
        return new RequestOptions.Texts(prompt, negative);
    }

    private List<PromptStyle> styles() {
        if (styles == null) {
            Map<String, PromptStyle> known = names.isEmpty() ? Map.of() : read();
            styles = names.stream().map(name -> style(name, known)).toList();
        }
        return styles;
    }

    private Map<String, PromptStyle> read() {
        Path usual = Installation.home().resolve("models").resolve("styles.csv");
        try {
            return StyleFile.read(file == null ? usual : file);
        } catch (IOException e) {
            String where = file == null ? " Name one with --styles FILE." : "";
            throw CommandException.usage("styles.file", e.getMessage() + where);
        }
    }

    private static PromptStyle style(String name, Map<String, PromptStyle> known) {
        PromptStyle style = known.get(name);
        if (style == null) {
            List<String> near = NearNames.of(name, known.keySet(), MOST_NEAR);
            throw CommandException.usage(
                    "style.unknown",
                    "There is no style \"%s\"%s.".formatted(name, Suggestion.of(near, known.size(), "styles")));
        }
        return style;
    }
}
