package dev.bildwerk.training.denoiser;

import dev.bildwerk.training.data.ManifestEntry;
import dev.bildwerk.training.pictures.PictureSet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Draws pictures so that each lesson has its share, however many pictures teach it. */
final class PictureChoice {
    /** What a picture teaches. */
    private enum Lesson {
        /** What a common thing looks like: one that scenes are composed of. */
        COMMON_THING(0.22),
        /** What all other things look like. */
        OTHER_THING(0.18),
        COLOUR(0.2),
        BACKGROUND(0.14),
        /** Number, place and size. */
        SCENE(0.26);

        final double share;

        Lesson(double share) {
            this.share = share;
        }
    }

    private final List<int[]> members = new ArrayList<>();
    private final double[] upTo;

    PictureChoice(PictureSet pictures) {
        Set<String> common = commonThings(pictures.pictures());
        Map<Lesson, List<Integer>> byLesson = new EnumMap<>(Lesson.class);
        for (int i = 0; i < pictures.size(); i++) {
            byLesson.computeIfAbsent(lesson(pictures.get(i), common), lesson -> new ArrayList<>()).add(i);
        }
        upTo = new double[byLesson.size()];
        double sum = 0;
        for (var lesson : byLesson.entrySet()) {
            sum += lesson.getKey().share;
            upTo[members.size()] = sum;
            members.add(lesson.getValue().stream().mapToInt(Integer::intValue).toArray());
        }
    }

    /** The same thing in a style that nothing is composed of is as common. */
    private static Set<String> commonThings(List<ManifestEntry> pictures) {
        Set<String> parts = new HashSet<>();
        pictures.forEach(picture -> parts.addAll(picture.parts()));
        return pictures.stream()
                .filter(picture -> parts.contains(picture.id()))
                .map(ManifestEntry::concept)
                .collect(Collectors.toSet());
    }

    private static Lesson lesson(ManifestEntry picture, Set<String> common) {
        return switch (picture.kind()) {
            case ICON -> common.contains(picture.concept()) ? Lesson.COMMON_THING : Lesson.OTHER_THING;
            case RECOLOURED -> Lesson.COLOUR;
            case BACKGROUND -> Lesson.BACKGROUND;
            case SCENE -> Lesson.SCENE;
        };
    }

    int draw(SplittableRandom random) {
        double at = random.nextDouble() * upTo[upTo.length - 1];
        int lesson = 0;
        while (upTo[lesson] < at) {
            lesson++;
        }
        return members.get(lesson)[random.nextInt(members.get(lesson).length)];
    }
}
