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
    private final List<TokenChunk> chunks = new ArrayList<>();
    private TokenRow row;

    private TokenChunks(ClipTokenizer tokenizer) {
        this.tokenizer = tokenizer;
        row = emptyRow();
    }

    /** The chunks of a prompt, at least one. */
    public static List<TokenChunk> of(Dialect dialect, WeightedPrompt prompt, ClipTokenizer tokenizer) {
        TokenChunks chunks = new TokenChunks(tokenizer);
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
        for (int id : tokenizer.encode(prompt.text())) {
            if (row.isFull()) {
                finishRow(emptyRow());
            }
            row.add(id, 1);
        }
    }

    private void addAsA1111(WeightedPrompt prompt) {
        int[] comma = tokenizer.encode(",");
        int lastComma = -1;
        for (PromptPiece piece : prompt.pieces()) {
            switch (piece) {
                case PromptPiece.Break pause -> {
                    finishRow(emptyRow());
                    lastComma = -1;
                }
                case PromptPiece.Text text -> {
                    for (int id : tokenizer.encode(text.text())) {
                        boolean isComma = comma.length == 1 && id == comma[0];
                        if (row.isFull()) {
                            boolean near = lastComma >= 0 && row.size() - lastComma <= COMMA_REACH;
                            finishRow(near && !isComma ? row.cut(lastComma + 1) : emptyRow());
                            lastComma = -1;
                        } else if (isComma) {
                            lastComma = row.size();
                        }
                        row.add(id, text.weight());
                    }
                }
            }
        }
    }

    private void addAsComfy(WeightedPrompt prompt) {
        for (PromptPiece piece : prompt.pieces()) {
            if (piece instanceof PromptPiece.Text text) {
                int[] ids = tokenizer.encode(text.text());
                if (ids.length < CUT_FROM && ids.length > row.room()) {
                    finishRow(emptyRow());
                }
                for (int id : ids) {
                    if (row.isFull()) {
                        finishRow(emptyRow());
                    }
                    row.add(id, text.weight());
                }
            }
        }
    }

    private void finishRow(TokenRow next) {
        chunks.add(TokenChunk.of(tokenizer, row.ids(), row.weights()));
        row = next;
    }

    private TokenRow emptyRow() {
        return new TokenRow(tokenizer.maxLength() - 2);
    }
}
