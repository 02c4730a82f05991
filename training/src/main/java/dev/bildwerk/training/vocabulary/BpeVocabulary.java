package dev.bildwerk.training.vocabulary;

import dev.bildwerk.diffusion.text.tokenizer.ByteAlphabet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A vocabulary laid out as CLIP's: the 256 bytes, the 256 bytes that end a word, one token for each merge in the order
 * learned, start of text, end of text.
 *
 * @param merges in the order learned
 */
public record BpeVocabulary(List<Merge> merges) {
    public static final String START_OF_TEXT = "<|startoftext|>";
    public static final String END_OF_TEXT = "<|endoftext|>";
    /** Tokens that every vocabulary has: the bytes twice, and the two that frame a prompt. */
    public static final int SMALLEST_SIZE = 514;

    /** Two neighbours that are joined to one token. */
    public record Merge(String left, String right) {
        public String joined() {
            return left + right;
        }
    }

    public BpeVocabulary {
        merges = List.copyOf(merges);
    }

    /** The tokens; the place of each is its id. */
    public List<String> tokens() {
        // Two merges may make the same token ("a" + "bc", "ab" + "c"): it has one id.
        Set<String> tokens = new LinkedHashSet<>(alphabet());
        merges.forEach(merge -> tokens.add(merge.joined()));
        tokens.add(START_OF_TEXT);
        tokens.add(END_OF_TEXT);
        return List.copyOf(tokens);
    }

    static List<String> alphabet() {
        List<String> alphabet = new ArrayList<>(512);
        for (int place = 0; place < 256; place++) {
            alphabet.add(String.valueOf(ByteAlphabet.characterAt(place)));
        }
        for (int place = 0; place < 256; place++) {
            alphabet.add(ByteAlphabet.characterAt(place) + ByteAlphabet.END_OF_WORD);
        }
        return alphabet;
    }
}
