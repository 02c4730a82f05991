package dev.bildwerk.diffusion.prompt;

/** Prints in ComfyUI's dialect. Breaks have no form there and vanish. */
final class ComfyPrinter {
    private ComfyPrinter() {}

    static String print(WeightedPrompt prompt) {
        StringBuilder printed = new StringBuilder();
        boolean afterPlainText = false;
        for (PromptPiece piece : prompt.pieces()) {
            if (piece instanceof PromptPiece.Text text) {
                // A backslash would take the meaning of the next bracket, and two plain texts would become one.
                boolean plain = text.weight() == 1 && !text.text().endsWith("\\") && !afterPlainText;
                String escaped = text.text().replace("(", "\\(").replace(")", "\\)");
                printed.append(plain ? escaped : "(" + escaped + ":" + Weights.print(text.weight()) + ")");
                afterPlainText = plain;
            }
        }
        return printed.toString();
    }
}
