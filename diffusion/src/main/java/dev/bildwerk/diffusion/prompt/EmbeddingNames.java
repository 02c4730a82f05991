package dev.bildwerk.diffusion.prompt;

import dev.bildwerk.diffusion.text.tokenizer.WordSplitter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which of the embeddings that are at hand a prompt names, in the way of its dialect. */
public final class EmbeddingNames {
    private EmbeddingNames() {}

    /**
     * Of AUTOMATIC1111's and diffusers' dialects, where a name is a plain word, those of the names that stand in the
     * prompt: in the first with the same words in upper or lower case, in the second as they are written, alone. Of
     * ComfyUI's, whatever stands behind {@code embedding:}, whether it is at hand or not.
     *
     * @param prompts with all that they change to
     */
    public static Set<String> in(Dialect dialect, Collection<WeightedPrompt> prompts, Collection<String> names) {
        Set<String> texts = texts(prompts);
        return switch (dialect) {
            case A1111 -> spelledIn(texts, names);
            case COMFYUI -> texts.stream()
                    .flatMap(text -> ComfyEmbeddings.namedIn(text).stream())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            case DIFFUSERS -> names.stream()
                    .filter(name -> texts.stream().anyMatch(text -> Characters.findWord(name, text, 0) >= 0))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        };
    }

    /**
     * A text without the words that stand for embeddings: what is left of it for a text encoder's own vocabulary, and
     * so what a guard has to read beside the whole. In ComfyUI's dialect names that are not at hand are left out too.
     *
     * @param words that are taught
     */
    public static String leftOut(Dialect dialect, String text, Collection<String> words) {
        if (dialect == Dialect.COMFYUI) {
            return ComfyEmbeddings.parts(text, List.copyOf(words)).stream()
                    .flatMap(part -> part instanceof ComfyEmbeddings.Text own ? Stream.of(own.text()) : Stream.empty())
                    .collect(Collectors.joining(" "));
        }
        int anyCase = dialect == Dialect.A1111 ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
        String left = text;
        for (String word : words) {
            left = Pattern.compile(Pattern.quote(word), anyCase).matcher(left).replaceAll(" ");
        }
        return left;
    }

    private static Set<String> texts(Collection<WeightedPrompt> prompts) {
        Set<String> texts = new LinkedHashSet<>();
        for (WeightedPrompt prompt : prompts) {
            for (PromptPiece piece : prompt.pieces()) {
                if (piece instanceof PromptPiece.Text text) {
                    texts.add(text.text());
                }
            }
        }
        return texts;
    }

    private static Set<String> spelledIn(Set<String> texts, Collection<String> names) {
        List<List<String>> spoken = texts.stream().map(EmbeddingNames::words).toList();
        Set<String> all = spoken.stream().flatMap(List::stream).collect(Collectors.toSet());
        Set<String> found = new LinkedHashSet<>();
        for (String name : names) {
            List<String> own = words(name);
            boolean possible = !own.isEmpty() && all.contains(own.getFirst());
            if (possible && spoken.stream().anyMatch(words -> Collections.indexOfSubList(words, own) >= 0)) {
                found.add(name);
            }
        }
        return found;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        WordSplitter.normalizeAndSplit(text, words::add);
        return words;
    }
}
