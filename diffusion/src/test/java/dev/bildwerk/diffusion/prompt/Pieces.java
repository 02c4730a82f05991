package dev.bildwerk.diffusion.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a prompt's pieces down for a table: {@code fox*1.1}, with the weights rounded to four digits. */
final class Pieces {
    private Pieces() {}

    static List<String> of(WeightedPrompt prompt) {
        List<String> pieces = new ArrayList<>();
        for (PromptPiece piece : prompt.pieces()) {
            pieces.add(
                    switch (piece) {
                        case PromptPiece.Text text -> text.text() + "*" + rounded(text.weight());
                        case PromptPiece.Break pause -> "BREAK";
                    });
        }
        return pieces;
    }

    private static String rounded(double weight) {
        return String.format(Locale.ROOT, "%.4f", weight).replaceAll("\\.?0+$", "");
    }
}
