package dev.bildwerk.diffusion.prompt;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that may have been meant. */
public final class NearNames {
    private static final int LONGEST = 100;

    private record Candidate(String name, int distance) {}

    private NearNames() {}

    /** Those that a few letters make of the name, or that begin as it does; the nearest first. */
    public static List<String> of(String name, Collection<String> names, int most) {
        String wanted = plain(name);
        int reach = Math.max(2, wanted.length() / 3);
        return names.stream()
                .map(other -> new Candidate(other, distance(wanted, plain(other))))
                .filter(other -> other.distance() <= reach || startsAlike(wanted, plain(other.name())))
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name)
                .limit(most)
                .toList();
    }

    private static boolean startsAlike(String a, String b) {
        return Math.min(a.length(), b.length()) >= 3 && (a.startsWith(b) || b.startsWith(a));
    }

    private static String plain(String name) {
        return name.substring(0, Math.min(name.length(), LONGEST)).toLowerCase(Locale.ROOT);
    }

    /** Levenshtein's: letters put in, left out or replaced. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
