package dev.bildwerk.diffusion.prompt;

/** A part of a prompt that is encoded as one text. */
public sealed interface PromptPiece {

    /**
     * Text and how much it counts.
     *
     * @param text not empty
     * @param weight 1 leaves the text as it is; finite and at most {@link Weights#MOST} on either side of 0
     */
    record Text(String text, double weight) implements PromptPiece {
        /** @throws IllegalArgumentException if there is no text or the weight is out of its range */
        public Text {
            if (text.isEmpty() || !(Math.abs(weight) <= Weights.MOST)) {
                throw new IllegalArgumentException("No piece of a prompt: \"%s\", weight %s.".formatted(text, weight));
            }
            weight += 0.0; // makes one zero of the two, so that equal weights are equal records
        }
    }

    /** What follows begins a chunk of tokens of its own. */
    record Break() implements PromptPiece {}
}
