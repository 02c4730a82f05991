package dev.bildwerk.diffusion.prompt;

import dev.bildwerk.diffusion.prompt.PromptTree.Alternating;
import dev.bildwerk.diffusion.prompt.PromptTree.Edited;
import dev.bildwerk.diffusion.prompt.PromptTree.Literal;
import dev.bildwerk.diffusion.prompt.PromptTree.Node;
import dev.bildwerk.diffusion.prompt.PromptTree.Sequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * AUTOMATIC1111's grammar of step-dependent prompts: {@code [from:to:when]}, {@code [to:when]}, {@code [from::when]}
 * and {@code [a|b|c]}, in each other and in brackets of weights, which stay text here.
 *
 * <p>A bracket or colon outside of all that is text, but only at the top: one that stands within other brackets makes
 * text of these as well. A bar that separates no alternatives, or a backslash with nothing to escape, makes text of the
 * whole prompt.
 */
final class PromptTreeParser {
    /** What an open bracket has gathered so far. */
    private static final class Frame {
        final char bracket;
        final List<Node> nodes = new ArrayList<>();
        final List<Integer> separators = new ArrayList<>();
        int colons;

        Frame(char bracket) {
            this.bracket = bracket;
        }

        int bars() {
            return separators.size() - colons;
        }

        /** The nodes between two separators. */
        List<Node> part(int index) {
            int from = index == 0 ? 0 : separators.get(index - 1) + 1;
            int to = index == separators.size() ? nodes.size() : separators.get(index);
            return List.copyOf(nodes.subList(from, to));
        }
    }

    private static final char TOP = 0;

    private final String prompt;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private boolean failed;

    private PromptTreeParser(String prompt) {
        this.prompt = prompt;
        frames.push(new Frame(TOP));
    }

    static PromptTree parse(String prompt) {
        PromptTreeParser parser = new PromptTreeParser(prompt);
        parser.read();
        return new PromptTree(
                parser.failed ? List.of(new Literal(prompt)) : List.copyOf(parser.frames.getLast().nodes));
    }

    private void read() {
        int i = 0;
        while (i < prompt.length() && !failed) {
            char c = prompt.charAt(i);
            switch (c) {
                case '(', '[' -> frames.push(new Frame(c));
                case ')' -> close('(', ")");
                case ']' -> close('[', "]");
                case ':', '|' -> separate(c);
                default -> i = words(i) - 1;
            }
            i++;
        }
        spill();
    }

    private int words(int start) {
        int end = start;
        while (end < prompt.length() && "()[]:|".indexOf(prompt.charAt(end)) < 0) {
            if (prompt.charAt(end) == '\\') {
                end++;
                failed |= end == prompt.length() || prompt.charAt(end) == '\n';
            }
            end = Math.min(end + 1, prompt.length());
        }
        add(new Literal(prompt.substring(start, end)));
        return end;
    }

    private void add(Node node) {
        frames.peek().nodes.add(node);
    }

    private void separate(char separator) {
        Frame frame = frames.peek();
        frame.separators.add(frame.nodes.size());
        frame.colons += separator == ':' ? 1 : 0;
        failed |= separator == '|' && frame.bracket != '[';
        add(new Literal(String.valueOf(separator)));
    }

    private void close(char opening, String closing) {
        Node node = frames.peek().bracket == opening ? closed(frames.peek()) : null;
        if (node == null) {
            spill();
            add(new Literal(closing));
        } else {
            frames.pop();
            add(node);
        }
    }

    /** What a pair of brackets means; null where the grammar has no such thing. */
    private static Node closed(Frame frame) {
        if (frame.bars() > 0) {
            return frame.colons == 0 ? alternating(frame) : null;
        }
        if (frame.bracket == '(') {
            return frame.colons <= 1 ? bracketed(frame, ")") : null;
        }
        if (frame.colons == 0) {
            return bracketed(frame, "]");
        }
        String when = frame.colons <= 2 ? number(frame.part(frame.colons)) : null;
        if (when == null) {
            return null;
        }
        return frame.colons == 1
                ? new Edited(List.of(), frame.part(0), when)
                : new Edited(frame.part(0), frame.part(1), when);
    }

    private static Node alternating(Frame frame) {
        List<List<Node>> choices = new ArrayList<>();
        for (int i = 0; i <= frame.bars(); i++) {
            choices.add(frame.part(i));
        }
        return new Alternating(List.copyOf(choices));
    }

    private static Node bracketed(Frame frame, String closing) {
        frame.nodes.addFirst(new Literal(String.valueOf(frame.bracket)));
        frame.nodes.addLast(new Literal(closing));
        return new Sequence(List.copyOf(frame.nodes));
    }

    private static String number(List<Node> part) {
        boolean isNumber = part.size() == 1
                && part.getFirst() instanceof Literal literal
                && !Double.isNaN(Weights.number(literal.text()));
        return isNumber ? ((Literal) part.getFirst()).text() : null;
    }

    /** Makes text of all brackets that are open, and of the separators in them. */
    private void spill() {
        Frame top = frames.getLast();
        while (frames.size() > 1) {
            // From the outermost one, which follows the top.
            frames.removeLast();
            Frame outermost = frames.removeLast();
            failed |= outermost.bars() > 0;
            top.nodes.add(new Literal(String.valueOf(outermost.bracket)));
            top.nodes.addAll(outermost.nodes);
            frames.addLast(top);
        }
    }
}
