package dev.bildwerk.training.denoiser;

import dev.bildwerk.training.pictures.PictureSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Draws pictures so that each kind has its share, however many pictures it has. */
final class PictureChoice {
    /** Single objects teach what a word looks like; the other kinds teach how words go together. */
    private static final Map<String, Double> SHARES =
            Map.of("icon", 0.6, "recoloured", 0.15, "background", 0.13, "scene", 0.12);

    private final List<int[]> members = new ArrayList<>();
    private final double[] upTo;

    PictureChoice(PictureSet pictures) {
        Map<String, List<Integer>> byKind = new TreeMap<>();
        for (int i = 0; i < pictures.size(); i++) {
            byKind.computeIfAbsent(pictures.get(i).kind(), kind -> new ArrayList<>()).add(i);
        }
        upTo = new double[byKind.size()];
        double sum = 0;
        for (var kind : byKind.entrySet()) {
            Double share = SHARES.get(kind.getKey());
            if (share == null) {
                throw new IllegalArgumentException(
                        "The trainer does not know pictures of the kind \"%s\".".formatted(kind.getKey()));
            }
            sum += share;
            upTo[members.size()] = sum;
            members.add(kind.getValue().stream().mapToInt(Integer::intValue).toArray());
        }
    }

    int draw(SplittableRandom random) {
        double at = random.nextDouble() * upTo[upTo.length - 1];
        int kind = 0;
        while (upTo[kind] < at) {
            kind++;
        }
        return members.get(kind)[random.nextInt(members.get(kind).length)];
    }
}
