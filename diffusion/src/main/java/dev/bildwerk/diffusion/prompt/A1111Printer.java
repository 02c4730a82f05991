package dev.bildwerk.diffusion.prompt;

import java.util.List;

/**
 * Prints in AUTOMATIC1111's dialect, so that no part of its grammar takes the text for more than text: there a
 * backslash before a character without a meaning vanishes, also within the words BREAK and AND and within a tag.
 */
final class A1111Printer {
    private A1111Printer() {}

    static String print(WeightedPrompt prompt) {
        StringBuilder printed = new StringBuilder();
        List<PromptPiece> pieces = prompt.pieces();
        for (int i = 0; i < pieces.size(); i++) {
            PromptPiece before = i == 0 ? null : pieces.get(i - 1);
            switch (pieces.get(i)) {
                case PromptPiece.Text text -> {
                    separate(before, text, printed);
                    if (text.weight() == 1) {
                        printPlain(text.text(), before, printed);
                    } else {
                        printWeighted(text, printed);
                    }
                }
                case PromptPiece.Break pause -> printed.append("\\BREAK");
            }
        }
        return shielded(printed.toString());
    }

    /** White space at the end and a number after the last colon are no text, except before a backslash. */
    private static String shielded(String printed) {
        return Composition.split(printed).getFirst().text().equals(printed) ? printed : printed + "\\";
    }

    /** Neighbours of one weight would become one piece; brackets with nothing but another weight part them. */
    private static void separate(PromptPiece before, PromptPiece.Text text, StringBuilder printed) {
        if (before instanceof PromptPiece.Text other && other.weight() == text.weight()) {
            printed.append(text.weight() == 0 ? "(\\:1)" : "(\\:0)");
        }
    }

    private static void printWeighted(PromptPiece.Text text, StringBuilder printed) {
        printed.append('(')
                .append(escaped(text.text()))
                .append(':')
                .append(Weights.print(text.weight()))
                .append(')');
    }

    /** White space beside a break is dropped by the grammar, except on the far side of a backslash. */
    private static void printPlain(String text, PromptPiece before, StringBuilder printed) {
        if (before instanceof PromptPiece.Break) {
            printed.append(Characters.isSpace(text.charAt(0)) ? '\\' : ' ');
        }
        printed.append(escaped(text));
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        int pause = Characters.findWord("BREAK", text, 0);
        int and = Characters.findWord("AND", text, 0);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ("\\()[]:|".indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.append(c);
            if (c == '<' && i + 1 < text.length() && Characters.isWord(text.codePointAt(i + 1))) {
                escaped.append('\\');
            }
            if (i == pause) {
                escaped.append('\\');
                pause = Characters.findWord("BREAK", text, i + 1);
            } else if (i == and) {
                escaped.append('\\');
                and = Characters.findWord("AND", text, i + 1);
            }
        }
        return escaped.toString();
    }
}
