package dev.bildwerk.diffusion.prompt;

import java.util.ArrayList;
import java.util.List;

/** Collects the pieces of a prompt. */
final class PieceList {
    private final List<PromptPiece> pieces = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private double weight = 1;

    /** Text that becomes one piece with its neighbours of the same weight. */
    void addJoined(String more, double itsWeight) {
        if (itsWeight != weight) {
            finishText();
            weight = itsWeight;
        }
        text.append(more);
    }

    /** Text that stays a piece of its own; none where it is empty. */
    void addAlone(CharSequence more, double itsWeight) {
        finishText();
        weight = itsWeight;
        text.append(more);
        finishText();
    }

    void addBreak() {
        finishText();
        pieces.add(new PromptPiece.Break());
    }

    List<PromptPiece> toList() {
        finishText();
        return pieces;
    }

    private void finishText() {
        if (!text.isEmpty()) {
            pieces.add(new PromptPiece.Text(text.toString(), weight));
            text.setLength(0);
        }
    }
}
