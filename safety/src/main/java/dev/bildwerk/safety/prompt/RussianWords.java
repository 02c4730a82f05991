package dev.bildwerk.safety.prompt;

/** Tells Russian words from Latin ones in disguise: read as look-alikes, a Russian cap would be an English insult. */
final class RussianWords {
    /** Letters that look like Latin ones in every typeface. */
    private static final String LATIN_LOOKING = "авекмнорстухАВЕКМНОРСТУХ";

    private RussianWords() {}

    /** A text with every look-alike replaced but those in Russian words. */
    static String replaceOthers(String text) {
        StringBuilder replaced = new StringBuilder(text.length());
        for (int start = 0; start < text.length(); ) {
            int end = start;
            boolean isWord = isPartOfWord(text.codePointAt(start));
            boolean russian = isWord;
            boolean latinLooking = true;
            while (end < text.length() && isPartOfWord(text.codePointAt(end)) == isWord) {
                int point = text.codePointAt(end);
                russian &= isRussian(point) || Character.getType(point) == Character.NON_SPACING_MARK;
                latinLooking &= LATIN_LOOKING.indexOf(point) >= 0;
                end += Character.charCount(point);
            }
            String stretch = text.substring(start, end);
            replaced.append(russian && !latinLooking ? stretch : Confusables.replace(stretch));
            start = end;
        }
        return replaced.toString();
    }

    static boolean hasRussianLetter(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isRussian(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPartOfWord(int point) {
        return Character.isLetter(point) || Character.getType(point) == Character.NON_SPACING_MARK;
    }

    private static boolean isRussian(int point) {
        return point >= 'а' && point <= 'я' || point >= 'А' && point <= 'Я' || point == 'ё' || point == 'Ё';
    }
}
