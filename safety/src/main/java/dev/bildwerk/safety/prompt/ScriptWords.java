package dev.bildwerk.safety.prompt;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Texts in scripts of which the policy reads a few words only ({@code scripts.txt}), anywhere in the text, as most of these scripts set no
 * spaces. Such a text speaks of the concept {@code unread-script} beside, so that stricter rules hold for it.
 */
final class ScriptWords {
    /** Mathematical and other fancy letters count as common. */
    private static final Set<UnicodeScript> READ = EnumSet.of(
            UnicodeScript.LATIN, UnicodeScript.CYRILLIC, UnicodeScript.GREEK, UnicodeScript.COMMON, UnicodeScript.INHERITED);

    private final LetterTree words = new LetterTree();

    ScriptWords() {
        String concept = "";
        for (String line : PolicyFiles.lines("scripts.txt")) {
            if (line.startsWith("[")) {
                concept = line.substring(1, line.length() - 1);
            } else {
                for (String word : line.split(" ")) {
                    words.add(TextFolding.fold(word), concept);
                }
            }
        }
    }

    void find(String text, BiConsumer<String, String> found) {
        String folded = TextFolding.fold(text);
        if (folded.codePoints().anyMatch(point -> Character.isLetter(point) && !READ.contains(UnicodeScript.of(point)))) {
            found.accept("unread-script", "");
            String closed = folded.codePoints()
                    .filter(Character::isLetter)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            words.conceptsIn(closed).forEach(concept -> found.accept(concept, concept));
        }
    }
}
