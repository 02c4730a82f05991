package dev.bildwerk.cli.generate;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/** Names of files out of prompts: safe on every system, never empty. */
public final class FileNames {
    private static final int MOST_CHARACTERS = 60;
    private static final int MOST_BYTES = 180; // File systems take 255; the rest is for the seed and a counter.
    private static final String NAMELESS = "picture";
    private static final Set<String> TAKEN_BY_WINDOWS = Set.of(
            "con", "prn", "aux", "nul",
            "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
            "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    private FileNames() {}

    /** @param extension of the file, without a dot */
    static String of(String prompt, long seed, String extension) {
        return slug(prompt) + "-" + seed + "." + extension;
    }

    /** Letters and digits of the prompt in lower case, accents taken off, a hyphen for whatever stood between them. */
    public static String slug(String prompt) {
        return slug(prompt, Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
    }

    /** @param ofFileSystem letters that it cannot write count as blanks */
    static String slug(String prompt, Charset ofFileSystem) {
        CharsetEncoder encoder = ofFileSystem.newEncoder();
        String bare = Normalizer.normalize(prompt, Normalizer.Form.NFKD).replaceAll("(?<=\\p{IsLatin})\\p{M}+", "");
        String lower = Normalizer.normalize(bare.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        StringBuilder slug = new StringBuilder();
        int bytes = 0;
        for (int codePoint : lower.codePoints().toArray()) {
            String letter = Character.toString(codePoint);
            boolean inWord = !slug.isEmpty() && slug.charAt(slug.length() - 1) != '-';
            if (isWordPart(codePoint, inWord) && encoder.canEncode(letter)) {
                bytes += letter.getBytes(StandardCharsets.UTF_8).length;
                if (bytes > MOST_BYTES || slug.length() + letter.length() > MOST_CHARACTERS) {
                    break;
                }
                slug.append(letter);
            } else if (inWord) {
                slug.append('-');
                bytes++;
            }
        }
        String name = slug.toString().replaceAll("-$", "");
        if (name.isEmpty() || TAKEN_BY_WINDOWS.contains(name)) {
            return name.isEmpty() ? NAMELESS : name + "-" + NAMELESS;
        }
        return name;
    }

    private static boolean isWordPart(int codePoint, boolean inWord) {
        int type = Character.getType(codePoint);
        boolean mark = type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
        return Character.isLetterOrDigit(codePoint) || mark && inWord;
    }

    /** The same name with more before its ending: {@code apple.png}, {@code -2x} gives {@code apple-2x.png}. */
    public static String withEnd(String name, String more) {
        int dot = name.lastIndexOf('.');
        int end = dot > 0 ? dot : name.length();
        return name.substring(0, end) + more + name.substring(end);
    }

    /** The same name with a counter before its ending: {@code apple.png}, 2 gives {@code apple-2.png}. */
    public static String numbered(String name, int number) {
        return withEnd(name, "-" + number);
    }
}
