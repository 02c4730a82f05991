package dev.bildwerk.diffusion.text.tokenizer;

import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Finds tokens in a text as they are spelled: at each place the longest, from the left. */
final class AddedTokenFinder {
    private final List<AddedToken> longestFirst;

    AddedTokenFinder(List<AddedToken> tokens) {
        longestFirst = tokens.stream()
                .filter(token -> !token.content().isEmpty())
                .sorted(Comparator.comparingInt((AddedToken token) -> token.content().length()).reversed())
                .toList();
    }

    /** Calls {@code between} with each stretch of text without a token, and {@code found} with each token, in order. */
    void find(String text, Consumer<String> between, Consumer<AddedToken> found) {
        int start = 0;
        int i = 0;
        while (i < text.length()) {
            AddedToken token = at(text, i);
            if (token == null) {
                i++;
                continue;
            }
            if (i > start) {
                between.accept(text.substring(start, i));
            }
            found.accept(token);
            i += token.content().length();
            start = i;
        }
        if (start < text.length()) {
            between.accept(text.substring(start));
        }
    }

    private AddedToken at(String text, int i) {
        for (AddedToken token : longestFirst) {
            if (text.startsWith(token.content(), i)) {
                return token;
            }
        }
        return null;
    }
}
