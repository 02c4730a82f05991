package dev.bildwerk.training.data;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The little English grammar that captions need. */
final class English {
    private static final Set<String> UNCOUNTABLE = Set.of(
            "bread", "popcorn", "butter", "salt", "spaghetti", "sushi", "broccoli", "garlic", "bacon", "fondue",
            "cooked rice", "curry rice", "shaved ice", "ice", "custard", "coral", "camping", "wood", "fog", "foggy",
            "fire", "milk", "honey", "cheese", "rice", "corn", "water", "grass", "snow", "rain", "money", "music",
            "clothing", "furniture", "jewelry", "luggage", "yarn", "thread", "soap", "bowling", "tennis", "badminton",
            "lacrosse", "ice hockey", "field hockey", "ping pong", "dna", "ginger root", "leafy green", "jeans",
            "oden", "dango", "flatbread", "mate", "sake", "t-rex", "sunrise", "sunset", "mount fuji", "tokyo tower",
            "santa claus", "mrs. claus", "mx claus", "performing arts", "high voltage", "construction", "love", "tea",
            "coffee", "wine", "beer", "juice", "meat", "food", "fruit", "seafood", "pasta", "toast", "ham");
    private static final Set<String> NUMBERS_IN_FRONT =
            Set.of("two", "three", "four", "five", "some", "the", "a", "an");

    private English() {}

    /** A noun phrase with its article where it takes one: {@code a red apple}, {@code cherries}. */
    static String withArticle(String phrase) {
        String lower = phrase.toLowerCase(Locale.ROOT);
        String head = lower.split(" (?:with|of|on|in|at|over|behind|showing|to) ")[0];
        String first = head.split(" ")[0];
        String last = head.substring(head.lastIndexOf(' ') + 1);
        if (UNCOUNTABLE.contains(lower) || UNCOUNTABLE.contains(last) || NUMBERS_IN_FRONT.contains(first)
                || isPlural(last)) {
            return phrase;
        }
        return article(phrase) + " " + phrase;
    }

    /** {@code a} or {@code an} by the sound of the first word. */
    static String article(String phrase) {
        String lower = phrase.toLowerCase(Locale.ROOT);
        if (lower.matches("(?:u[bcfhjkqrst][aeiou]|uni|eu|ewe|one\\b|once|t-|x-men).*")) {
            return "a";
        }
        if (lower.matches("(?:hour|honest|heir|x-ray|mx ).*")) {
            return "an";
        }
        return "aeiou".indexOf(lower.charAt(0)) >= 0 ? "an" : "a";
    }

    private static boolean isPlural(String word) {
        return word.endsWith("s") && word.length() > 3
                && !word.matches(".*(?:ss|us|is|as|os|bus|gas|lens|chess|canvas|compass|cactus|octopus|hippopotamus)");
    }

    /** {@code on a blue background}. */
    static String background(ColourName colour) {
        return "on " + article(colour.english) + " " + colour.english + " background";
    }

    /** {@code two}, {@code three}, ... up to five. */
    static String number(int count) {
        return List.of("one", "two", "three", "four", "five").get(count - 1);
    }
}
