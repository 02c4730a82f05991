package dev.bildwerk.safety.prompt;

import dev.bildwerk.safety.prompt.Phrase.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads a file of phrases.
 *
 * <ul>
 *   <li>{@code [name]} says which concept the next lines belong to; {@code [name in fr]}, that they count only in texts of that
 *       language, for words that mean something else in others;
 *   <li>{@code @set = a b @other} names a set of words, {@code @set += c} adds to it;
 *   <li>any other line is a phrase of words, beginnings ({@code word*}), words that count only as they are typed ({@code =word}, for
 *       words that are others without their accents) and sets ({@code @set}), with {@code ?} after what may be left
 *       out, {@code ..} where words of the set {@code @filler} may stand, and {@code _} for any word; it begins with neither of these.
 * </ul>
 */
final class PhraseFile {
    private static final int MOST_OPTIONAL = 6;

    private final String name;
    private final Map<String, List<String>> sets = new HashMap<>();
    private String concept = "";
    private String language;

    private PhraseFile(String name) {
        this.name = name;
    }

    /** Calls {@code phrase} with each phrase of the file, those with parts that may be left out in each of their forms. */
    static void read(String name, Consumer<Phrase> phrase) {
        PhraseFile file = new PhraseFile(name);
        PolicyFiles.lines(name).forEach(line -> file.line(line, phrase));
    }

    private void line(String line, Consumer<Phrase> phrase) {
        if (line.startsWith("@") && line.contains("= ")) {
            name(line);
        } else if (line.startsWith("[") && line.endsWith("]")) {
            String[] parts = line.substring(1, line.length() - 1).split(" in ");
            concept = parts[0];
            language = parts.length > 1 ? parts[1] : null;
        } else {
            for (List<Step> steps : writtenOut(line)) {
                phrase.accept(new Phrase(concept, language, steps));
            }
        }
    }

    private void name(String line) {
        String[] sides = line.split(" \\+?= ", 2);
        Set<String> words = new LinkedHashSet<>(line.contains(" += ") ? set(sides[0], line) : List.of());
        for (String word : sides[1].split(" ")) {
            words.addAll(word.startsWith("@") ? set(word, line) : List.of(word));
        }
        sets.put(sides[0], List.copyOf(words));
    }

    private List<String> set(String set, String line) {
        List<String> words = sets.get(set);
        if (words == null) {
            throw new IllegalStateException("%s uses the set %s before naming it: %s".formatted(name, set, line));
        }
        return words;
    }

    private List<List<Step>> writtenOut(String line) {
        String[] parts = line.split(" ");
        if (line.indexOf('?') < 0) {
            List<Step> steps = new ArrayList<>(parts.length);
            for (String part : parts) {
                steps.add(step(part, line));
            }
            return List.of(steps);
        }
        List<List<Step>> phrases = List.of(List.of());
        for (String part : parts) {
            boolean optional = part.endsWith("?");
            Step step = step(optional ? part.substring(0, part.length() - 1) : part, line);
            List<List<Step>> longer = new ArrayList<>(optional ? phrases : List.of());
            for (List<Step> phrase : phrases) {
                List<Step> grown = new ArrayList<>(phrase);
                grown.add(step);
                longer.add(List.copyOf(grown));
            }
            if (longer.size() > 1 << MOST_OPTIONAL) {
                throw new IllegalStateException("%s leaves too much open: %s".formatted(name, line));
            }
            phrases = longer;
        }
        return phrases.stream().filter(phrase -> !phrase.isEmpty()).toList();
    }

    private Step step(String part, String line) {
        if (part.equals("..")) {
            return new Step.Fillers(set("@filler", line));
        }
        if (part.equals("_")) {
            return new Step.AnyWord();
        }
        return new Step.AnyOf(part.startsWith("@") ? set(part, line) : List.of(part));
    }
}
