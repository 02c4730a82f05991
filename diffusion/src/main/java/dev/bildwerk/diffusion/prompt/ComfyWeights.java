package dev.bildwerk.diffusion.prompt;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * ComfyUI's brackets: {@code ( )} times 1.1, {@code (text:w)} sets the weight to w whatever it was, a backslash before
 * a round bracket makes it text; nothing else has a meaning.
 *
 * <p>A closing bracket that nothing opened is text, and so is one opening bracket after it. From a bracket that is
 * never closed all is text to the end, but where the end is a closing bracket it closes that one, and what it closed
 * before is then the one that is never closed.
 */
final class ComfyWeights {
    private static final double BRACKETS = 1.1;
    private static final int NONE = -1;

    private final String prompt;

    /** For an opening bracket the place of the closing one, and the other way round. */
    private final int[] partner;

    /** For a closing bracket the colon before its weight; NONE where it has none. */
    private final int[] colon;

    /** Brackets and the backslashes before brackets that are text. */
    private final boolean[] escape;

    /** Opening brackets that the end leaves open, outermost first. */
    private final Deque<Integer> open = new ArrayDeque<>();

    private int literalFrom;
    private int literalTo;

    private ComfyWeights(String prompt) {
        this.prompt = prompt;
        partner = filled(prompt.length());
        colon = filled(prompt.length());
        escape = new boolean[prompt.length()];
        literalFrom = prompt.length();
        literalTo = prompt.length();
    }

    static WeightedPrompt parse(String prompt) {
        ComfyWeights parser = new ComfyWeights(prompt);
        parser.matchBrackets();
        parser.closeAtTheEnd();
        return new WeightedPrompt(parser.pieces());
    }

    private static int[] filled(int length) {
        int[] places = new int[length];
        Arrays.fill(places, NONE);
        return places;
    }

    private void matchBrackets() {
        int lastColon = NONE;
        int unopened = 0;
        for (int i = 0; i < prompt.length(); i++) {
            char c = prompt.charAt(i);
            if (c == ':') {
                lastColon = i;
            } else if (c == '\\' && i + 1 < prompt.length() && isBracket(prompt.charAt(i + 1))) {
                escape[i] = true;
                i++;
                lastColon = NONE;
            } else if (c == '(') {
                if (unopened > 0) {
                    unopened--;
                } else {
                    open.addLast(i);
                }
                lastColon = NONE;
            } else if (c == ')') {
                if (open.isEmpty()) {
                    unopened++;
                } else {
                    pair(open.removeLast(), i);
                    colon[i] = lastColon;
                }
                lastColon = NONE;
            }
        }
    }

    private void closeAtTheEnd() {
        int end = prompt.length();
        while (!open.isEmpty()) {
            int outermost = open.removeFirst();
            int closing = end - 1;
            if (partner[closing] == NONE || prompt.charAt(closing) != ')') {
                literalFrom = outermost;
                literalTo = end;
                return;
            }
            int leftOpen = partner[closing];
            partner[leftOpen] = NONE;
            open.addLast(leftOpen);
            pair(outermost, closing);
            end = endOfText(closing);
        }
    }

    private void pair(int opening, int closing) {
        partner[opening] = closing;
        partner[closing] = opening;
    }

    /** Where the text within brackets ends: before the weight, or before the closing bracket. */
    private int endOfText(int closing) {
        return Double.isNaN(weightBefore(closing)) ? closing : colon[closing];
    }

    /** The weight at the end of brackets; NaN where they have none. */
    private double weightBefore(int closing) {
        int at = colon[closing];
        return at > partner[closing] + 1 ? Weights.parse(prompt.substring(at + 1, closing)) : Double.NaN;
    }

    private List<PromptPiece> pieces() {
        PieceList pieces = new PieceList();
        StringBuilder text = new StringBuilder();
        Deque<Double> weights = new ArrayDeque<>(List.of(1.0));
        // Ends of the texts of open brackets: there a weight follows that is no text.
        Deque<Integer> ends = new ArrayDeque<>(List.of(prompt.length()));
        int i = 0;
        while (i < prompt.length()) {
            boolean isText = i >= literalFrom && i < literalTo || partner[i] == NONE;
            if (i == literalFrom || i == ends.peek() || !isText) {
                pieces.addAlone(text, weights.peek());
                text.setLength(0);
            }
            if (i == ends.peek()) {
                i = closing(i) + 1;
                weights.pop();
                ends.pop();
            } else if (isText) {
                i += escape[i] ? 1 : 0;
                text.append(prompt.charAt(i));
                i++;
            } else {
                double weight = weightBefore(partner[i]);
                weights.push(Double.isNaN(weight) ? Weights.product(weights.peek(), BRACKETS) : weight);
                ends.push(endOfText(partner[i]));
                i++;
            }
        }
        pieces.addAlone(text, weights.peek());
        return pieces.toList();
    }

    private int closing(int endOfText) {
        return prompt.indexOf(')', endOfText);
    }

    private static boolean isBracket(char c) {
        return c == '(' || c == ')';
    }
}
