package dev.bildwerk.training.denoiser;

import dev.bildwerk.training.data.ManifestEntry.Kind;
import dev.bildwerk.training.pictures.PictureSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Draws pictures so that each kind has its share, however many pictures it has. */
final class PictureChoice {
    private final List<int[]> members = new ArrayList<>();
    private final double[] upTo;

    PictureChoice(PictureSet pictures) {
        Map<Kind, List<Integer>> byKind = new TreeMap<>(Comparator.comparing(Kind::name));
        for (int i = 0; i < pictures.size(); i++) {
            byKind.computeIfAbsent(pictures.get(i).kind(), kind -> new ArrayList<>()).add(i);
        }
        upTo = new double[byKind.size()];
        double sum = 0;
        for (var kind : byKind.entrySet()) {
            sum += share(kind.getKey());
            upTo[members.size()] = sum;
            members.add(kind.getValue().stream().mapToInt(Integer::intValue).toArray());
        }
    }

    /** Single objects teach what a word looks like; the other kinds teach how words go together. */
    private static double share(Kind kind) {
        return switch (kind) {
            case ICON -> 0.6;
            case RECOLOURED -> 0.15;
            case BACKGROUND -> 0.13;
            case SCENE -> 0.12;
        };
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
