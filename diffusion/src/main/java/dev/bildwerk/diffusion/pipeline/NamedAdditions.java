package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.adapter.AdapterNames;
import dev.bildwerk.diffusion.adapter.AdapterUse;
import dev.bildwerk.diffusion.embedding.EmbeddingUse;
import dev.bildwerk.diffusion.prompt.Dialect;
import dev.bildwerk.diffusion.prompt.EmbeddingNames;
import dev.bildwerk.diffusion.prompt.LoraTag;
import dev.bildwerk.diffusion.prompt.NamedFiles;
import dev.bildwerk.diffusion.prompt.PromptPlan;
import dev.bildwerk.diffusion.prompt.WeightedPrompt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What prompts name, looked up among the user's files: adapters by AUTOMATIC1111's tags, embeddings by their words.
 *
 * @param adapters files that a tag may name
 * @param embeddings files that a word may name
 */
public record NamedAdditions(AdapterNames adapters, NamedFiles embeddings) {
    /** Nothing is known by name. */
    public static final NamedAdditions NONE = new NamedAdditions(AdapterNames.NONE, NamedFiles.NONE);

    /** Whose file is not there. */
    public enum Kind {
        ADAPTER("LoRA"),
        EMBEDDING("embedding");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** For people, such as {@code LoRA}. */
        public String title() {
            return title;
        }
    }

    /**
     * A name without a file.
     *
     * @param near names that may have been meant
     */
    public record Unknown(Kind kind, String name, List<String> near) {
        public Unknown {
            near = List.copyOf(near);
        }
    }

    /**
     * What was found.
     *
     * @param additions the request's own and then those that its prompts name
     * @param unknown names that are no file
     */
    public record Found(Additions additions, List<Unknown> unknown) {
        public Found {
            unknown = List.copyOf(unknown);
        }
    }

    /**
     * Looks up what a request's prompts name. A word that the request's own additions teach is not looked up, and a
     * word that names nothing is a plain word, except in ComfyUI's dialect, which marks such words.
     *
     * @throws dev.bildwerk.diffusion.adapter.AdapterException where a tag's strength is out of its range
     */
    public Found in(GenerationRequest request) {
        Additions own = request.controls().additions();
        List<Unknown> unknown = new ArrayList<>();
        List<AdapterUse> uses = new ArrayList<>(own.adapters());
        for (LoraTag tag : plan(request, request.steps()).loras()) {
            adapter(tag).ifPresentOrElse(uses::add, () -> unknown.add(
                    new Unknown(Kind.ADAPTER, tag.name(), adapters.near(tag.name()))));
        }
        List<EmbeddingUse> taught = new ArrayList<>(own.embeddings());
        for (String name : EmbeddingNames.in(request.controls().dialect(), prompts(request), embeddings.names())) {
            String word = NamedFiles.withoutEnding(name);
            if (taught.stream().noneMatch(use -> use.word().equalsIgnoreCase(word))) {
                Optional<Path> file = word.isBlank() ? Optional.empty() : embeddings.find(NamedFiles.nameOf(name));
                file.ifPresentOrElse(path -> taught.add(new EmbeddingUse(word, path)), () -> unknown.add(
                        new Unknown(Kind.EMBEDDING, name, embeddings.near(word))));
            }
        }
        return new Found(own.withAdapters(uses).withEmbeddings(taught), unknown);
    }

    /** The adapter that a tag names. */
    public Optional<AdapterUse> adapter(LoraTag tag) {
        return adapters.find(tag.name()).map(file -> new AdapterUse(file, tag.unetWeight(), tag.textEncoderWeight()));
    }

    private static PromptPlan plan(GenerationRequest request, int steps) {
        return PromptPlan.of(request.controls().dialect(), request.prompt(), steps);
    }

    /** A prompt may change from step to step, and the second pass has steps of its own. */
    private static Set<WeightedPrompt> prompts(GenerationRequest request) {
        Dialect dialect = request.controls().dialect();
        int second = request.controls().hires().steps();
        Set<WeightedPrompt> prompts = new LinkedHashSet<>();
        IntStream.of(request.steps(), second == 0 ? request.steps() : second).distinct().forEach(steps -> {
            prompts.addAll(plan(request, steps).prompts());
            prompts.addAll(PromptPlan.ofNegative(dialect, request.negativePrompt(), steps).prompts());
        });
        return prompts;
    }
}
