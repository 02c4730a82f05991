package dev.bildwerk.diffusion.prompt;

import dev.bildwerk.diffusion.text.tokenizer.ClipTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Words that a text encoder was taught beside its vocabulary. Each stands for one id or several, which follow those of
 * the vocabulary, and each dialect finds them in its own way.
 */
public final class AddedWords {
    /** No word. */
    public static final AddedWords NONE = new AddedWords(List.of());

    private record Word(String text, int[] spelling, int[] ids) {}

    private final List<Word> words;

    private AddedWords(List<Word> words) {
        this.words = words;
    }

    /**
     * @param texts the words
     * @param vectors for how many ids each stands
     * @param firstId the first id of the first word; the others follow
     */
    public static AddedWords of(ClipTokenizer tokenizer, List<String> texts, List<Integer> vectors, int firstId) {
        List<Word> words = new ArrayList<>();
        int id = firstId;
        for (int i = 0; i < texts.size(); i++) {
            int[] ids = IntStream.range(id, id + vectors.get(i)).toArray();
            words.add(new Word(texts.get(i), tokenizer.encode(texts.get(i)), ids));
            id += vectors.get(i);
        }
        return new AddedWords(words);
    }

    /** A text's tokens, with the words that a dialect finds in it. */
    List<TokenGroup> groups(Dialect dialect, String text, ClipTokenizer tokenizer) {
        if (words.isEmpty() && dialect != Dialect.COMFYUI) {
            return List.of(new TokenGroup(tokenizer.encode(text), false));
        }
        return switch (dialect) {
            case A1111 -> bySpelling(tokenizer.encode(text));
            case COMFYUI -> byPrefix(text, tokenizer);
            case DIFFUSERS -> literally(text, tokenizer);
        };
    }

    /**
     * AUTOMATIC1111's: wherever a word's own tokens stand, the longest word first. So upper and lower case are alike.
     */
    private List<TokenGroup> bySpelling(int[] ids) {
        List<Word> longestFirst = words.stream()
                .filter(word -> word.spelling().length > 0)
                .sorted(Comparator.comparingInt((Word word) -> word.spelling().length).reversed())
                .toList();
        List<TokenGroup> groups = new ArrayList<>();
        int from = 0;
        int i = 0;
        while (i < ids.length) {
            Word word = spelledAt(ids, i, longestFirst);
            if (word == null) {
                i++;
                continue;
            }
            add(groups, Arrays.copyOfRange(ids, from, i));
            groups.add(new TokenGroup(word.ids(), true));
            i += word.spelling().length;
            from = i;
        }
        add(groups, Arrays.copyOfRange(ids, from, ids.length));
        return groups;
    }

    private static Word spelledAt(int[] ids, int i, List<Word> longestFirst) {
        for (Word word : longestFirst) {
            int end = i + word.spelling().length;
            if (end <= ids.length && Arrays.equals(ids, i, end, word.spelling(), 0, word.spelling().length)) {
                return word;
            }
        }
        return null;
    }

    /** diffusers': wherever a word stands letter by letter, also within another word; the longest word first. */
    private List<TokenGroup> literally(String text, ClipTokenizer tokenizer) {
        List<Word> longestFirst = words.stream()
                .sorted(Comparator.comparingInt((Word word) -> word.text().length()).reversed())
                .toList();
        List<TokenGroup> groups = new ArrayList<>();
        int from = 0;
        int i = 0;
        while (i < text.length()) {
            int place = i;
            Word word = longestFirst.stream()
                    .filter(candidate -> text.startsWith(candidate.text(), place))
                    .findFirst()
                    .orElse(null);
            if (word == null) {
                i++;
                continue;
            }
            add(groups, tokenizer.encode(text.substring(from, i)));
            groups.add(new TokenGroup(word.ids(), true));
            i += word.text().length();
            from = i;
        }
        add(groups, tokenizer.encode(text.substring(from)));
        return groups;
    }

    /** ComfyUI's: {@code embedding:name}; a name that is not known is left out. */
    private List<TokenGroup> byPrefix(String text, ClipTokenizer tokenizer) {
        List<TokenGroup> groups = new ArrayList<>();
        List<String> names = words.stream().map(Word::text).toList();
        for (ComfyEmbeddings.Part part : ComfyEmbeddings.parts(text, names)) {
            switch (part) {
                case ComfyEmbeddings.Text plain -> groups.add(new TokenGroup(tokenizer.encode(plain.text()), false));
                case ComfyEmbeddings.Known known -> groups.add(new TokenGroup(words.get(known.index()).ids(), true));
                case ComfyEmbeddings.Unknown unknown -> {
                    // ComfyUI warns and goes on.
                }
            }
        }
        return groups;
    }

    private static void add(List<TokenGroup> groups, int[] ids) {
        if (ids.length > 0) {
            groups.add(new TokenGroup(ids, false));
        }
    }
}
