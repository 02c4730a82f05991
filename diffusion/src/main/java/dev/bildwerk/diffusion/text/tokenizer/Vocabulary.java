package dev.bildwerk.diffusion.text.tokenizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A byte-pair vocabulary: which token has which id, and which pairs are joined in which order.
 *
 * @param ids from token to id
 * @param merges learned pairs, first learned first
 * @param added tokens found in a text as they are spelled
 * @param specials the tokens with a meaning, all of them in {@code ids}
 */
record Vocabulary(Map<String, Integer> ids, List<MergePair> merges, List<AddedToken> added, SpecialTokens specials) {

    /** Two symbols that one merge joins. */
    record MergePair(String left, String right) {
        /** @throws IllegalArgumentException if the line is not two symbols with a space between */
        static MergePair parse(String line) {
            int space = line.indexOf(' ');
            if (space < 1 || space == line.length() - 1 || line.indexOf(' ', space + 1) >= 0) {
                throw new IllegalArgumentException("\"%s\" is not two symbols with a space between".formatted(line));
            }
            return new MergePair(line.substring(0, space), line.substring(space + 1));
        }

        String joined() {
            return left + right;
        }
    }

    /** A vocabulary laid out as CLIP's: bytes, bytes that end a word, merges in order, start of text, end of text. */
    static Vocabulary ofMerges(List<MergePair> merges, SpecialTokens specials) {
        Map<String, Integer> ids = HashMap.newHashMap(merges.size() + 514);
        for (int place = 0; place < 256; place++) {
            String character = String.valueOf(ByteAlphabet.characterAt(place));
            ids.put(character, place);
            ids.put(character + ByteAlphabet.END_OF_WORD, 256 + place);
        }
        for (MergePair merge : merges) {
            ids.put(merge.joined(), ids.size());
        }
        List<AddedToken> added = new ArrayList<>();
        for (String special : List.of(specials.bos(), specials.eos())) {
            added.add(new AddedToken(special, ids.size(), false));
            ids.put(special, ids.size());
        }
        return new Vocabulary(ids, merges, added, specials);
    }

    /** One more than the highest id: the number of rows that a token embedding needs. */
    int size() {
        return 1 + ids.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
    }

    /** @throws IllegalArgumentException with what is wrong, if a merge names a token without an id */
    BytePairEncoder encoder() {
        int[] left = new int[merges.size()];
        int[] right = new int[merges.size()];
        int[] joined = new int[merges.size()];
        for (int rank = 0; rank < merges.size(); rank++) {
            MergePair merge = merges.get(rank);
            left[rank] = idOf(merge.left(), merge);
            right[rank] = idOf(merge.right(), merge);
            joined[rank] = idOf(merge.joined(), merge);
        }
        return new BytePairEncoder(ids, new MergeTable(left, right, joined), ids.get(specials.unknown()));
    }

    private int idOf(String token, MergePair merge) {
        Integer id = ids.get(token);
        if (id == null) {
            throw new IllegalArgumentException(
                    "the merge \"%s %s\" needs the token \"%s\", which the vocabulary does not have"
                            .formatted(merge.left(), merge.right(), token));
        }
        return id;
    }
}
