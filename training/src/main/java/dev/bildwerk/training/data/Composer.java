package dev.bildwerk.training.data;

import dev.bildwerk.training.data.ManifestEntry.Kind;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Composes pictures that teach colour, background, number, place and size: the same seed and parts give the same
 * pictures.
 *
 * <p>Things are drawn in turn, so that each noun is seen about equally often whatever the number of its pictures.
 */
final class Composer {
    private static final List<ColourName> PAINTS = List.of(ColourName.RED, ColourName.ORANGE, ColourName.YELLOW,
            ColourName.GREEN, ColourName.BLUE, ColourName.PURPLE, ColourName.PINK, ColourName.BROWN, ColourName.BLACK);
    private static final List<ColourName> GROUNDS = List.of(ColourName.RED, ColourName.ORANGE, ColourName.YELLOW,
            ColourName.GREEN, ColourName.BLUE, ColourName.PURPLE, ColourName.PINK, ColourName.BROWN, ColourName.BLACK,
            ColourName.GREY);
    private static final int TRIES = 12;
    /** Sum of the channels' differences below which two colours are hard to tell apart. */
    private static final int NEAR_COLOUR = 130;
    private static final double MOST_NEAR = 0.2;

    private final int size;
    private final SplittableRandom random;
    private final List<List<Part>> byNoun;
    private final List<List<Part>> recolourable;
    private final Map<String, List<Part>> byStyle;
    private int turn;

    /** @param size edge of a picture in pixels */
    Composer(List<Part> parts, int size, long seed) {
        this.size = size;
        random = new SplittableRandom(seed);
        List<Part> sorted = parts.stream().sorted(Comparator.comparing((Part part) -> part.entry().id())).toList();
        byNoun = group(sorted);
        recolourable = group(sorted.stream().filter(part -> part.noun().recolourable()).toList());
        byStyle = new TreeMap<>();
        sorted.forEach(part -> byStyle.computeIfAbsent(part.style().name(), style -> new ArrayList<>()).add(part));
    }

    private static List<List<Part>> group(List<Part> parts) {
        Map<String, List<Part>> groups = new LinkedHashMap<>();
        parts.stream().sorted(Comparator.comparing(part -> part.noun().singular()))
                .forEach(part -> groups.computeIfAbsent(part.noun().singular(), noun -> new ArrayList<>()).add(part));
        return List.copyOf(groups.values());
    }

    /** The next picture; nothing when the parts drawn did not suit each other, which ends no series. */
    Optional<Composition> next() {
        if (byNoun.isEmpty()) {
            return Optional.empty();
        }
        turn++;
        int chance = random.nextInt(100);
        if (chance < 28) {
            return Optional.of(onBackground());
        }
        if (chance < 58) {
            return recoloured();
        }
        if (chance < 74) {
            return Optional.of(counted());
        }
        if (chance < 90) {
            return related();
        }
        return sized();
    }

    private Composition onBackground() {
        Part part = maybeRecoloured(draw(byNoun), 25);
        Ground ground = Ground.coloured(backgroundFor(List.of(part)), random);
        BufferedImage canvas = ground.canvas(size);
        place(canvas, part, size / 2, size / 2, size * (78 + random.nextInt(16)) / 100);
        return single(canvas, part, part, ground, Kind.BACKGROUND, "colour on background", List.of());
    }

    private Optional<Composition> recoloured() {
        if (recolourable.isEmpty()) {
            return Optional.empty();
        }
        for (int i = 0; i < TRIES; i++) {
            Part part = draw(recolourable);
            Optional<Part> painted = painted(part);
            if (painted.isPresent()) {
                Ground ground = random.nextInt(100) < 75
                        ? Ground.WHITE : Ground.coloured(backgroundFor(List.of(painted.get())), random);
                BufferedImage canvas = ground.canvas(size);
                place(canvas, painted.get(), size / 2, size / 2, size);
                return Optional.of(single(
                        canvas, painted.get(), painted.get(), ground, Kind.RECOLOURED, "colour", List.of()));
            }
        }
        return Optional.empty();
    }

    private Composition counted() {
        Part part = maybeRecoloured(draw(byNoun), 35);
        Part said = random.nextInt(100) < 50 ? part : part.plain();
        int count = 2 + random.nextInt(4);
        Ground ground = anyGround(List.of(part));
        BufferedImage canvas = ground.canvas(size);
        for (int[] spot : Layout.of(count, size, random)) {
            place(canvas, part, spot[0], spot[1], spot[2]);
        }
        String colour = said.mainColour() == null ? "" : said.mainColour().english + " ";
        String phrase = English.number(count) + " " + colour + part.noun().plural();
        String german = German.counted(count, part.noun(), said.german());
        return new Composition(canvas, "count-" + turn, phrase, Kind.SCENE, "number", part.style(),
                colours(ground, List.of(part)), captions(phrase, german, part.style(), ground), List.of(part));
    }

    private Optional<Composition> related() {
        Optional<Part[]> pair = pair();
        if (pair.isEmpty()) {
            return Optional.empty();
        }
        boolean coloured = random.nextInt(100) < 55;
        Part first = coloured ? maybeRecoloured(pair.get()[0], 40) : pair.get()[0];
        Part second = coloured ? maybeRecoloured(pair.get()[1], 40) : pair.get()[1];
        Part saidFirst = coloured ? first : first.plain();
        Part saidSecond = coloured ? second : second.plain();
        Relation relation = Relation.values()[random.nextInt(Relation.values().length)];
        Ground ground = anyGround(List.of(first, second));
        BufferedImage canvas = ground.canvas(size);
        int edge = size * 48 / 100;
        int near = size * 26 / 100;
        int far = size - near;
        int drift = random.nextInt(size / 8) - size / 16;
        int middle = size / 2 + drift;
        boolean sideways = relation.sideways;
        place(canvas, first, sideways ? relation.firstNear ? near : far : middle,
                sideways ? middle : relation.firstNear ? near : far, edge);
        place(canvas, second, sideways ? relation.firstNear ? far : near : middle,
                sideways ? middle : relation.firstNear ? far : near, edge);
        String a = English.withArticle(saidFirst.english());
        String b = English.withArticle(saidSecond.english());
        String phrase = a + " " + relation.english + " " + b;
        String nominative = German.nominative(first.noun(), saidFirst.german());
        String german = nominative + " " + relation.german + " " + German.dative(second.noun(), saidSecond.german());
        Captions located = captions(phrase, german, first.style(), ground);
        Captions both = captions(a + " and " + b,
                nominative + " und " + German.nominative(second.noun(), saidSecond.german()), first.style(), ground);
        return Optional.of(new Composition(canvas, "place-" + turn, phrase, Kind.SCENE, "place", first.style(),
                colours(ground, List.of(first, second)), join(located, both.en().getFirst(), both.de().getFirst()),
                List.of(first, second)));
    }

    private Optional<Composition> sized() {
        if (random.nextInt(100) < 45) {
            Part part = draw(byNoun);
            boolean large = random.nextBoolean();
            Ground ground = anyGround(List.of(part));
            BufferedImage canvas = ground.canvas(size);
            int edge = large ? size : size * (28 + random.nextInt(10)) / 100;
            int drift = large ? 0 : random.nextInt(size / 4) - size / 8;
            place(canvas, part, size / 2 + drift, size / 2 + (large ? 0 : random.nextInt(size / 4) - size / 8), edge);
            Part said = random.nextBoolean() ? part : part.plain();
            return Optional.of(single(canvas, part, said, ground, Kind.SCENE, "size",
                    List.of(large ? "large" : "small", large ? "groß" : "klein")));
        }
        return pair().map(pair -> {
            Part large = pair[0].plain();
            Part small = pair[1].plain();
            Ground ground = anyGround(List.of(pair[0], pair[1]));
            BufferedImage canvas = ground.canvas(size);
            boolean left = random.nextBoolean();
            place(canvas, large, size * (left ? 35 : 65) / 100, size / 2, size * 64 / 100);
            int height = size * (30 + random.nextInt(45)) / 100;
            place(canvas, small, size * (left ? 82 : 18) / 100, height, size * 28 / 100);
            String phrase = English.withArticle(large.english("large")) + " and "
                    + English.withArticle(small.english("small"));
            String german = German.nominative(large.noun(), List.of("groß")) + " und "
                    + German.nominative(small.noun(), List.of("klein"));
            return new Composition(canvas, "size-" + turn, phrase, Kind.SCENE, "size", large.style(),
                    colours(ground, List.of(pair[0], pair[1])), captions(phrase, german, large.style(), ground),
                    List.of(large, small));
        });
    }

    /** One thing; {@code sizes} holds an English and a German adjective, or nothing. */
    private Composition single(
            BufferedImage canvas, Part part, Part said, Ground ground, Kind kind, String category, List<String> sizes) {
        String[] english = sizes.isEmpty() ? new String[0] : new String[] {sizes.get(0)};
        String[] german = sizes.isEmpty() ? new String[0] : new String[] {sizes.get(1)};
        String phrase = English.withArticle(said.english(english));
        Captions captions = captions(phrase, German.nominative(part.noun(), said.german(german)), part.style(), ground);
        String bare = said.english(english) + (ground.isWhite() ? "" : " " + English.background(ground.colour()));
        String bareGerman = German.bare(part.noun(), said.german(german))
                + (ground.isWhite() ? "" : " " + German.background(ground.colour()));
        return new Composition(canvas, category.replace(' ', '-') + "-" + turn,
                ground.isWhite() ? phrase : phrase + " " + English.background(ground.colour()),
                kind, category, part.style(), colours(ground, List.of(part)), join(captions, bare, bareGerman),
                List.of(part));
    }

    private static Captions captions(String phrase, String german, Style style, Ground ground) {
        if (ground.isWhite()) {
            return new Captions(
                    List.of(phrase, phrase + ", " + style.english(), phrase + " on a white background"),
                    List.of(german, german + ", " + style.german(), german + " auf weißem Hintergrund"));
        }
        String on = phrase + " " + English.background(ground.colour());
        String auf = german + " " + German.background(ground.colour());
        return new Captions(
                List.of(on, on + ", " + style.english(), phrase + ", " + ground.colour().english + " background"),
                List.of(auf, auf + ", " + style.german(),
                        german + " vor " + ground.colour().german + "em Hintergrund"));
    }

    private static Captions join(Captions captions, String english, String german) {
        List<String> en = new ArrayList<>(captions.en());
        en.add(english);
        List<String> de = new ArrayList<>(captions.de());
        de.add(german);
        return new Captions(en, de);
    }

    private static List<ColourName> colours(Ground ground, List<Part> parts) {
        List<ColourName> colours = new ArrayList<>();
        parts.forEach(part -> {
            if (part.mainColour() != null) {
                colours.add(part.mainColour());
            }
        });
        if (!ground.isWhite()) {
            colours.add(ground.colour());
        }
        return colours.stream().distinct().toList();
    }

    private Part draw(List<List<Part>> groups) {
        List<Part> group = groups.get(random.nextInt(groups.size()));
        return group.get(random.nextInt(group.size()));
    }

    private Optional<Part[]> pair() {
        Part first = draw(byNoun);
        List<Part> others = byStyle.get(first.style().name());
        for (int i = 0; i < TRIES; i++) {
            Part second = others.get(random.nextInt(others.size()));
            if (!second.noun().equals(first.noun())) {
                return Optional.of(new Part[] {first, second});
            }
        }
        return Optional.empty();
    }

    private Part maybeRecoloured(Part part, int percent) {
        return part.noun().recolourable() && random.nextInt(100) < percent ? painted(part).orElse(part) : part;
    }

    private Optional<Part> painted(Part part) {
        ColourName paint = PAINTS.get(random.nextInt(PAINTS.size()));
        return paint == part.mainColour() ? Optional.empty()
                : Recolour.to(part.image(), paint).map(image -> part.recoloured(image, paint));
    }

    private Ground anyGround(List<Part> parts) {
        return random.nextInt(100) < 60 ? Ground.WHITE : Ground.coloured(backgroundFor(parts), random);
    }

    /** A background that no part would vanish in. */
    private ColourName backgroundFor(List<Part> parts) {
        List<ColourName> taken = new ArrayList<>();
        parts.forEach(part -> taken.addAll(DominantColours.of(part.image())));
        List<ColourName> free = GROUNDS.stream()
                .filter(colour -> !taken.contains(colour) && parts.stream().allMatch(part -> standsOut(part, colour)))
                .toList();
        return free.isEmpty() ? GROUNDS.get(random.nextInt(GROUNDS.size())) : free.get(random.nextInt(free.size()));
    }

    /** False when much of the thing has nearly the background's colour. */
    private static boolean standsOut(Part part, ColourName ground) {
        int near = 0;
        int opaque = 0;
        for (int argb : Pixels.of(part.image())) {
            if (argb >>> 24 > 200) {
                opaque++;
                int distance = Math.abs((argb >> 16 & 0xff) - (ground.rgb >> 16 & 0xff))
                        + Math.abs((argb >> 8 & 0xff) - (ground.rgb >> 8 & 0xff))
                        + Math.abs((argb & 0xff) - (ground.rgb & 0xff));
                if (distance < NEAR_COLOUR) {
                    near++;
                }
            }
        }
        return near < MOST_NEAR * opaque;
    }

    private static void place(BufferedImage canvas, Part part, int x, int y, int edge) {
        Pixels.over(canvas, Pixels.scaled(part.image(), edge), x - edge / 2, y - edge / 2);
    }

    private enum Relation {
        LEFT("to the left of", "links von", true, true),
        RIGHT("to the right of", "rechts von", true, false),
        ABOVE("above", "über", false, true),
        BELOW("below", "unter", false, false);

        final String english;
        final String german;
        final boolean sideways;
        final boolean firstNear;

        Relation(String english, String german, boolean sideways, boolean firstNear) {
            this.english = english;
            this.german = german;
            this.sideways = sideways;
            this.firstNear = firstNear;
        }
    }
}
