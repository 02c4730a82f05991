package dev.bildwerk.training.data;

/**
 * A common thing with what both languages need to speak of it in a sentence.
 *
 * @param concept the concept whose pictures show exactly this thing
 * @param singular English: {@code apple}
 * @param plural English: {@code apples}
 * @param german German nominative singular: {@code Apfel}
 * @param gender of the German noun
 * @param germanPlural German nominative plural: {@code Äpfel}
 * @param germanDative German dative singular: {@code Löwen}
 * @param recolourable true when the thing is believable in another colour
 */
record Noun(
        String concept,
        String singular,
        String plural,
        String german,
        Gender gender,
        String germanPlural,
        String germanDative,
        boolean recolourable) {

    /** Gender of a German noun, with the endings that follow from it. */
    enum Gender {
        MASCULINE("ein", "einem", "er"),
        FEMININE("eine", "einer", "e"),
        NEUTER("ein", "einem", "es");

        final String article;
        final String dativeArticle;
        final String ending;

        Gender(String article, String dativeArticle, String ending) {
            this.article = article;
            this.dativeArticle = dativeArticle;
            this.ending = ending;
        }

        static Gender of(String letter) {
            return switch (letter) {
                case "m" -> MASCULINE;
                case "f" -> FEMININE;
                case "n" -> NEUTER;
                default -> throw new IllegalArgumentException("no gender: " + letter);
            };
        }
    }
}
