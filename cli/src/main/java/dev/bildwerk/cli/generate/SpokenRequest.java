package dev.bildwerk.cli.generate;

import dev.bildwerk.cli.CommandException;
import dev.bildwerk.diffusion.adapter.AdapterUse;
import dev.bildwerk.diffusion.pipeline.Additions;
import dev.bildwerk.diffusion.pipeline.GenerationRequest;
import dev.bildwerk.diffusion.pipeline.NamedAdditions;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.prompt.LoraTag;
import dev.bildwerk.diffusion.prompt.LoraTags;
import dev.bildwerk.diffusion.prompt.NamedFiles;
import dev.bildwerk.diffusion.recipe.ForeignRecipe;
import dev.bildwerk.diffusion.recipe.LoraUse;
import dev.bildwerk.diffusion.recipe.NotHonoured;
import dev.bildwerk.diffusion.recipe.Regeneration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request whose prompts have their last words, with all that these name.
 *
 * @param request with the additions that its prompts and a recipe name
 * @param template the texts before wildcards were replaced
 * @param remarks sentences for the user
 */
public record SpokenRequest(GenerationRequest request, RequestOptions.Texts template, List<String> remarks) {
    private static final String LOST = "Not as it was: ";

    /** Some programs write fewer digits of a hash; very few tell nothing. */
    private static final int FEWEST_DIGITS = 8;

    public SpokenRequest {
        remarks = List.copyOf(remarks);
    }

    /** What the names in prompts and recipe stand for. */
    private static final class Lookup {
        private final NamedAdditions files;
        private final boolean ownWords;
        private final List<String> remarks = new ArrayList<>();

        Lookup(NamedAdditions files, boolean ownWords) {
            this.files = files;
            this.ownWords = ownWords;
        }

        GenerationRequest inPrompts(GenerationRequest request) {
            NamedAdditions.Found found = files.in(request);
            GenerationRequest named = request;
            for (NamedAdditions.Unknown unknown : found.unknown()) {
                if (ownWords) {
                    throw unknown(unknown);
                }
                lost(unknown.kind().title(), unknown.name());
                if (unknown.kind() == NamedAdditions.Kind.ADAPTER) {
                    named = withoutTags(named, List.of(unknown.name()));
                }
            }
            return named.with(named.controls().withAdditions(found.additions()));
        }

        GenerationRequest inRecipe(GenerationRequest request, Regeneration again, List<String> given) {
            Additions additions = request.controls().additions();
            List<AdapterUse> uses = new ArrayList<>(additions.adapters());
            for (LoraUse lora : again.honoured().loras()) {
                String name = NamedFiles.nameOf(lora.name());
                if (!contains(given, name)) {
                    files.adapter(new LoraTag(name, lora.textWeight(), lora.unetWeight()))
                            .ifPresentOrElse(uses::add, () -> lost("LoRA", lora.name()));
                }
            }
            if (!ownWords) {
                again.honoured().embeddingHashes().keySet().stream()
                        .filter(word -> additions.embeddings().stream()
                                .noneMatch(use -> use.word().equalsIgnoreCase(word)))
                        .forEach(word -> lost("embedding", word));
            }
            return request.with(request.controls().withAdditions(additions.withAdapters(uses)));
        }

        private void lost(String kind, String name) {
            NotHonoured missing = new NotHonoured(kind, name, "no file of that name is in the folders that were named");
            remarks.add(LOST + missing.sentence());
        }

        private CommandException unknown(NamedAdditions.Unknown unknown) {
            boolean adapter = unknown.kind() == NamedAdditions.Kind.ADAPTER;
            int all = adapter ? files.adapters().size() : files.embeddings().names().size();
            return CommandException.usage(
                    adapter ? "lora.unknown" : "embedding.unknown",
                    "There is no %s \"%s\"%s; %s names the folder to look in."
                            .formatted(
                                    unknown.kind().title(),
                                    unknown.name(),
                                    Suggestion.of(unknown.near(), all, "files"),
                                    adapter ? "--lora-folder" : "--embedding-folder"));
        }
    }

    /**
     * @param typed as the user typed it, with the picture's own seed
     * @param again the recipe that it follows; its names may be without a file, the user's own may not
     * @param ownWords whether the prompt is the user's
     * @throws CommandException where a name has no file
     */
    public static SpokenRequest of(
            GenerationRequest typed,
            WordOptions words,
            AdditionOptions additions,
            Optional<Regeneration> again,
            boolean ownWords) {
        RequestOptions.Texts texts = new RequestOptions.Texts(typed.prompt(), typed.negativePrompt());
        RequestOptions.Texts last = words.expanded(texts, typed.seed());
        GenerationRequest request = typed.withPrompts(last.prompt(), last.negativePrompt());
        List<String> given = typed.controls().additions().adapters().stream()
                .map(use -> NamedFiles.nameOf(use.file()))
                .toList();
        if (again.isPresent()) {
            // A file that the user gives is what the recipe's tag of that name means.
            request = withoutTags(request, given);
        }
        Lookup lookup = new Lookup(additions.named(), ownWords);
        if (request.controls().dialect() != Dialect.A1111 && ownWords && hasTags(last.prompt())) {
            lookup.remarks.add("The tag of a LoRA in the prompt is read as words, for tags are AUTOMATIC1111's: "
                    + "add --dialect a1111, or name the file with --lora.");
        }
        GenerationRequest named = lookup.inPrompts(request);
        GenerationRequest all = again.isPresent() ? lookup.inRecipe(named, again.get(), given) : named;
        return new SpokenRequest(all, words.template(texts), lookup.remarks);
    }

    /**
     * The same with a remark on each file that is another one than the recipe's of that name, which their hashes tell.
     */
    SpokenRequest compared(ForeignRecipe told, ForeignRecipe hashes) {
        List<String> all = new ArrayList<>(remarks);
        compare("LoRA", told.loraHashes(), hashes.loraHashes(), all);
        compare("embedding", told.embeddingHashes(), hashes.embeddingHashes(), all);
        return new SpokenRequest(request, template, all);
    }

    private static void compare(String kind, Map<String, String> told, Map<String, String> own, List<String> remarks) {
        own.forEach((name, hash) -> {
            String other = told.getOrDefault(name, "").toLowerCase(Locale.ROOT);
            int digits = Math.min(other.length(), hash.length());
            if (digits >= FEWEST_DIGITS && !hash.startsWith(other.substring(0, digits))) {
                remarks.add(LOST + new NotHonoured(
                        kind, name, "the file of that name is another one, for its hash is %s and not %s"
                                .formatted(hash, other.substring(0, digits))).sentence());
            }
        });
    }

    private static boolean hasTags(String prompt) {
        return !LoraTags.takeOut(prompt).loras().isEmpty();
    }

    private static GenerationRequest withoutTags(GenerationRequest request, List<String> names) {
        return request.controls().dialect() != Dialect.A1111
                ? request
                : request.withPrompts(
                        LoraTags.without(request.prompt(), tag -> contains(names, tag.name())),
                        request.negativePrompt());
    }

    private static boolean contains(List<String> names, String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }
}
