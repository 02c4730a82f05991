package dev.bildwerk.diffusion.prompt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * AUTOMATIC1111's brackets: {@code ( )} times 1.1, {@code [ ]} divided by 1.1, {@code (text:w)} times w, a backslash
 * before a bracket or a backslash makes it text, a bracket that is never closed reaches to the end. Round and square
 * brackets do not see each other, so they may overlap.
 *
 * <p>BREAK is a break only where its brackets leave it alone; within others it is a word whose weight has the other
 * sign, for that program stores a break as a word of weight -1.
 */
final class A1111Weights {
    private static final double ROUND = 1.1;
    private static final double SQUARE = 1 / 1.1;
    private static final String BREAK = "BREAK";

    /** What was read, in order; the weights are known only when the brackets are closed. */
    private sealed interface Event {}

    private record Words(String text, boolean isBreak) implements Event {}

    private static final class Opening implements Event {
        final boolean round;
        double multiplier;

        Opening(boolean round) {
            this.round = round;
            this.multiplier = round ? ROUND : SQUARE;
        }
    }

    private record Closing(boolean round) implements Event {}

    private final String prompt;
    private final List<Event> events = new ArrayList<>();
    private final Deque<Opening> roundOpen = new ArrayDeque<>();
    private final Deque<Opening> squareOpen = new ArrayDeque<>();
    private double weightRead;

    private A1111Weights(String prompt) {
        this.prompt = prompt;
    }

    static WeightedPrompt parse(String prompt) {
        A1111Weights parser = new A1111Weights(prompt);
        parser.read();
        return parser.weighted();
    }

    private void read() {
        int i = 0;
        while (i < prompt.length()) {
            i = readAt(i);
        }
    }

    /** Reads what begins at a place and returns where it ends. */
    private int readAt(int i) {
        char c = prompt.charAt(i);
        return switch (c) {
            case '\\' -> escape(i);
            case '(' -> open(roundOpen, true, i);
            case '[' -> open(squareOpen, false, i);
            case ')' -> close(roundOpen, ROUND, i, i + 1);
            case ']' -> close(squareOpen, SQUARE, i, i + 1);
            case ':' -> colon(i);
            default -> words(i);
        };
    }

    private int escape(int i) {
        boolean escapes = i + 1 < prompt.length() && "()[]\\".indexOf(prompt.charAt(i + 1)) >= 0;
        int end = escapes ? i + 2 : i + 1;
        events.add(new Words(prompt.substring(i + 1, end), false));
        return end;
    }

    private int open(Deque<Opening> open, boolean round, int i) {
        Opening opening = new Opening(round);
        open.push(opening);
        events.add(opening);
        return i + 1;
    }

    private int close(Deque<Opening> open, double multiplier, int from, int to) {
        if (open.isEmpty()) {
            events.add(new Words(prompt.substring(from, to), false));
        } else {
            Opening opening = open.pop();
            opening.multiplier = multiplier;
            events.add(new Closing(opening.round));
        }
        return to;
    }

    private int colon(int i) {
        int end = endOfWeight(i);
        if (end < 0) {
            events.add(new Words(":", false));
            return i + 1;
        }
        return close(roundOpen, weightRead, i, end);
    }

    /** Where a colon, a weight and a closing bracket end; -1 where there is no such thing. */
    private int endOfWeight(int colon) {
        int from = skipSpaces(colon + 1);
        int to = from;
        while (to < prompt.length() && "+-.0123456789".indexOf(prompt.charAt(to)) >= 0) {
            to++;
        }
        int bracket = skipSpaces(to);
        if (bracket == prompt.length() || prompt.charAt(bracket) != ')') {
            return -1;
        }
        weightRead = Weights.parse(prompt.substring(from, to));
        return Double.isNaN(weightRead) ? -1 : bracket + 1;
    }

    private int skipSpaces(int i) {
        int end = i;
        while (end < prompt.length() && Characters.isSpace(prompt.charAt(end))) {
            end++;
        }
        return end;
    }

    private int words(int start) {
        int end = start;
        while (end < prompt.length() && "\\()[]:".indexOf(prompt.charAt(end)) < 0) {
            end++;
        }
        String text = prompt.substring(start, end);
        int from = 0;
        int at = Characters.findWord(BREAK, text, 0);
        while (at >= 0) {
            int before = at;
            while (before > from && Characters.isSpace(text.charAt(before - 1))) {
                before--;
            }
            events.add(new Words(text.substring(from, before), false));
            events.add(new Words(BREAK, true));
            from = at + BREAK.length();
            while (from < text.length() && Characters.isSpace(text.charAt(from))) {
                from++;
            }
            at = Characters.findWord(BREAK, text, from);
        }
        events.add(new Words(text.substring(from), false));
        return end;
    }

    private WeightedPrompt weighted() {
        Deque<Double> round = new ArrayDeque<>(List.of(1.0));
        Deque<Double> square = new ArrayDeque<>(List.of(1.0));
        PieceList pieces = new PieceList();
        for (Event event : events) {
            switch (event) {
                case Opening opening -> {
                    Deque<Double> stack = opening.round ? round : square;
                    stack.push(Weights.product(stack.peek(), opening.multiplier));
                }
                case Closing closing -> (closing.round ? round : square).pop();
                case Words words -> {
                    double weight = Weights.product(round.peek(), square.peek());
                    if (words.isBreak && weight == 1) {
                        pieces.addBreak();
                    } else {
                        pieces.addJoined(words.text, words.isBreak ? -weight : weight);
                    }
                }
            }
        }
        return new WeightedPrompt(pieces.toList());
    }
}
