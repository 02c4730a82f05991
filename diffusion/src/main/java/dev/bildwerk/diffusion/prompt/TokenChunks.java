package dev.bildwerk.diffusion.prompt;

import dev.bildwerk.diffusion.text.tokenizer.ClipTokenizer;
import java.util.ArrayList;
import java.util.List;

/** Cuts a prompt into the rows that a text encoder reads, each with {@code maxLength - 2} tokens at most. */
public final class TokenChunks {
    /** A comma that lies so many tokens before the end of a chunk is where AUTOMATIC1111 cuts. */
    private static final int COMMA_REACH = 20;

    /** ComfyUI cuts shorter texts of one weight nowhere. */
    private static final int CUT_FROM = 8;

    private final ClipTokenizer tokenizer;
    private final AddedWords words;
    private final List<TokenChunk> chunks = new ArrayList<>();
    private TokenRow row;

    /** Where the last comma of the chunk lies; -1 for nowhere. */
    private int lastComma = -1;

    private TokenChunks(ClipTokenizer tokenizer, AddedWords words) {
        this.tokenizer = tokenizer;
        this.words = words;
        row = emptyRow();
    }

    /** The chunks of a prompt, at least one. */
    public static List<TokenChunk> of(Dialect dialect, WeightedPrompt prompt, ClipTokenizer tokenizer) {
        return of(dialect, prompt, tokenizer, AddedWords.NONE);
    }

    /**
     * The same with words beside the vocabulary, none of which stands for more than {@code maxLength - 2} ids.
     *
     * @param words that count as many tokens as they stand for
     */
    public static List<TokenChunk> of(
            Dialect dialect, WeightedPrompt prompt, ClipTokenizer tokenizer, AddedWords words) {
        TokenChunks chunks = new TokenChunks(tokenizer, words);
        switch (dialect) {
            case A1111 -> chunks.addAsA1111(prompt);
            case COMFYUI -> chunks.addAsComfy(prompt);
            case DIFFUSERS -> chunks.addPlain(prompt);
        }
        if (chunks.row.size() > 0 || chunks.chunks.isEmpty()) {
            chunks.finishRow(chunks.emptyRow());
        }
        return List.copyOf(chunks.chunks);
    }

    private void addPlain(WeightedPrompt prompt) {
        for (TokenGroup group : words.groups(Dialect.DIFFUSERS, prompt.text(), tokenizer)) {
            addWherever(group, 1);
        }
    }

    private void addAsA1111(WeightedPrompt prompt) {
        int[] comma = tokenizer.encode(",");
        for (PromptPiece piece : prompt.pieces()) {
            switch (piece) {
                case PromptPiece.Break pause -> beginRow(emptyRow());
                case PromptPiece.Text text -> {
                    for (TokenGroup group : words.groups(Dialect.A1111, text.text(), tokenizer)) {
                        if (group.added()) {
                            addTogether(group, text.weight());
                        } else {
                            addWithCommas(group, text.weight(), comma);
                        }
                    }
                }
            }
        }
    }

    private void addWithCommas(TokenGroup group, double weight, int[] comma) {
        for (int id : group.ids()) {
            boolean isComma = comma.length == 1 && id == comma[0];
            if (row.isFull()) {
                beginRow(isComma ? emptyRow() : behindTheComma());
            } else if (isComma) {
                lastComma = row.size();
            }
            row.add(id, weight);
        }
    }

    /** An added word is not divided; before it, what follows a near comma moves on from a full chunk alone. */
    private void addTogether(TokenGroup group, double weight) {
        if (row.isFull()) {
            beginRow(behindTheComma());
        }
        if (group.ids().length > row.room()) {
            beginRow(emptyRow());
        }
        row.addWord(group.ids(), weight);
    }

    private TokenRow behindTheComma() {
        boolean near = lastComma >= 0 && row.size() - lastComma <= COMMA_REACH;
        return near ? row.cut(lastComma + 1) : emptyRow();
    }

    private void beginRow(TokenRow next) {
        finishRow(next);
        lastComma = -1;
    }

    private void addAsComfy(WeightedPrompt prompt) {
        for (PromptPiece piece : prompt.pieces()) {
            if (piece instanceof PromptPiece.Text text) {
                for (TokenGroup group : words.groups(Dialect.COMFYUI, text.text(), tokenizer)) {
                    int length = group.ids().length;
                    if (length < CUT_FROM && length > row.room()) {
                        finishRow(emptyRow());
                    }
                    addWherever(group, text.weight());
                }
            }
        }
    }

    private void addWherever(TokenGroup group, double weight) {
        for (int id : group.ids()) {
            if (row.isFull()) {
                finishRow(emptyRow());
            }
            row.add(id, weight);
        }
    }

    private void finishRow(TokenRow next) {
        TokenChunk chunk = TokenChunk.of(tokenizer, row.ids(), row.weights());
        row.putKept(chunk.ids());
        chunks.add(chunk);
        row = next;
    }

    private TokenRow emptyRow() {
        return new TokenRow(tokenizer.maxLength() - 2);
    }
}
