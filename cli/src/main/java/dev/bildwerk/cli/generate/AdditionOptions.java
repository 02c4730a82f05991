package dev.bildwerk.cli.generate;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.cli.Installation;
import dev.bildwerk.cli.models.NamedModel;
import dev.bildwerk.diffusion.adapter.AdapterNames;
import dev.bildwerk.diffusion.adapter.AdapterUse;
import dev.bildwerk.diffusion.embedding.EmbeddingUse;
import dev.bildwerk.diffusion.guide.GuideUse;
import dev.bildwerk.diffusion.pipeline.Additions;
import dev.bildwerk.diffusion.pipeline.NamedAdditions;
import dev.bildwerk.diffusion.pipeline.RefinerUse;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.prompt.NamedFiles;
import dev.bildwerk.diffusion.recipe.RefinerRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** What is put into or beside the model. */
public final class AdditionOptions {
    private static final double USUAL_SWITCH = 0.8;

    @Option(
            names = "--lora",
            paramLabel = "FILE[:NUMBER[:NUMBER]]",
            converter = AdapterChoice.class,
            description = "Change the model with a LoRA, LoCon, LoHa, LoKr or DoRA, this much, and the text encoder this much; "
                    + "may be given several times.")
    List<AdapterUse> adapters = List.of();

    @Option(
            names = "--lora-folder",
            paramLabel = "FOLDER",
            description = "Where to look for the LoRAs that a prompt names as <lora:NAME:0.8>, or --from's recipe "
                    + "(default: models/loras); may be given several times.")
    List<Path> adapterFolders = List.of();

    @Option(
            names = "--embedding",
            paramLabel = "FILE[=WORD]",
            converter = EmbeddingChoice.Converter.class,
            description = "Teach the model a word (textual inversion), which is the file's name if not given; "
                    + "may be given several times.")
    List<EmbeddingChoice> embeddings = List.of();

    @Option(
            names = "--embedding-folder",
            paramLabel = "FOLDER",
            description = "Where to look for the embeddings whose names stand in a prompt (default: models/embeddings); "
                    + "may be given several times.")
    List<Path> embeddingFolders = List.of();

    @Option(
            names = "--control",
            paramLabel = "FILE=PICTURE[,SETTING=VALUE]",
            converter = GuideChoice.Converter.class,
            description = "Hold the picture to another one with a ControlNet or T2I-Adapter. Settings: weight=0.8, "
                    + "from=0 and until=0.6 (parts of the steps), prepare=none, invert or canny; may be given several times.")
    List<GuideChoice> guides = List.of();

    @Option(
            names = "--refiner",
            paramLabel = "MODEL",
            description = "Let another model of the same latents, such as SDXL's refiner, take the last steps over.")
    Path refiner;

    @Option(
            names = "--refiner-switch",
            paramLabel = "NUMBER",
            description = "After which part of the steps: above 0, and 1 for never (default: 0.8).")
    Double refinerSwitch;

    private NamedAdditions named;
    private List<GuideUse> shown;

    /** Whether a file is named. */
    public boolean isGiven() {
        return refiner != null || !adapters.isEmpty() || !embeddings.isEmpty() || !guides.isEmpty();
    }

    /**
     * What is given by file.
     *
     * @param dialect of the prompts
     * @param told the refiner of the recipe that is followed
     * @throws CommandException where two embeddings have one word, or a control's picture cannot be read
     */
    public Additions toAdditions(Dialect dialect, Optional<RefinerRecipe> told) {
        List<EmbeddingUse> uses = embeddings.stream().map(choice -> choice.toUse(dialect)).toList();
        Set<String> words = new HashSet<>();
        for (EmbeddingUse use : uses) {
            if (!words.add(use.word().toLowerCase(Locale.ROOT))) {
                throw CommandException.usage(
                        "embedding.twice",
                        "Two embeddings have the word \"%s\": give one of them another with --embedding %s=WORD."
                                .formatted(use.word(), use.file()));
            }
        }
        if (shown == null) {
            shown = guides.stream().map(GuideChoice::toUse).toList();
        }
        return Additions.NONE.withAdapters(adapters).withEmbeddings(uses).withGuides(shown).withRefiner(refiner(told));
    }

    private RefinerUse refiner(Optional<RefinerRecipe> told) {
        if (refiner == null) {
            if (refinerSwitch != null) {
                throw CommandException.usage("refiner.missing", "--refiner-switch needs a --refiner.");
            }
            return RefinerUse.NONE;
        }
        double habit = told.map(RefinerRecipe::switchAt).orElse(USUAL_SWITCH);
        return new RefinerUse(NamedModel.find(refiner), Given.or(refinerSwitch, habit));
    }

    /**
     * What can be named.
     *
     * @throws CommandException where a folder is not there
     */
    NamedAdditions named() {
        if (named == null) {
            try {
                named = new NamedAdditions(
                        new AdapterNames(NamedFiles.in(orUsual(adapterFolders, "loras"))),
                        NamedFiles.in(orUsual(embeddingFolders, "embeddings")));
            } catch (IOException e) {
                throw CommandException.usage("folder.missing", e.getMessage());
            }
        }
        return named;
    }

    private static List<Path> orUsual(List<Path> folders, String name) {
        Path usual = Installation.home().resolve("models").resolve(name);
        return !folders.isEmpty() ? folders : Files.isDirectory(usual) ? List.of(usual) : List.of();
    }
}
