package dev.bildwerk.diffusion.prompt;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A prompt as it is encoded: texts with weights, and breaks between chunks.
 *
 * @param pieces none for an empty prompt
 */
public record WeightedPrompt(List<PromptPiece> pieces) {
    public WeightedPrompt {
        pieces = List.copyOf(pieces);
    }

    /** Every character means itself. */
    public static WeightedPrompt literal(String text) {
        return new WeightedPrompt(text.isEmpty() ? List.of() : List.of(new PromptPiece.Text(text, 1)));
    }

    /** A prompt's brackets, and a1111's breaks, read in a dialect. Takes any string, and time in proportion to it. */
    public static WeightedPrompt parse(Dialect dialect, String prompt) {
        return switch (dialect) {
            case A1111 -> A1111Weights.parse(prompt);
            case COMFYUI -> ComfyWeights.parse(prompt);
            case DIFFUSERS -> literal(prompt);
        };
    }

    /**
     * A prompt that {@link #parse} reads as this one. The literal dialect has no weights and no breaks: there the text
     * alone is printed.
     */
    public String print(Dialect dialect) {
        return switch (dialect) {
            case A1111 -> A1111Printer.print(this);
            case COMFYUI -> ComfyPrinter.print(this);
            case DIFFUSERS -> text();
        };
    }

    /** The words alone, as a reader would join them: what a guard has to look at. */
    public String text() {
        return pieces.stream()
                .map(piece -> switch (piece) {
                    case PromptPiece.Text text -> text.text();
                    case PromptPiece.Break pause -> " ";
                })
                .collect(Collectors.joining());
    }

    /** Whether any text counts more or less than it does by itself. */
    public boolean isWeighted() {
        return pieces.stream().anyMatch(piece -> piece instanceof PromptPiece.Text text && text.weight() != 1);
    }
}
