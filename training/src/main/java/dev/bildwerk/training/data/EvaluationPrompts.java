package dev.bildwerk.training.data;

import dev.bildwerk.training.data.EvaluationPrompt.Part;
import dev.bildwerk.training.data.ManifestEntry.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/** Draws the prompts that a model is judged by from what its data set holds out: the same manifest and seed, the same prompts. */
public final class EvaluationPrompts {
    private static final List<ColourName> PAINTS = List.of(ColourName.RED, ColourName.ORANGE, ColourName.YELLOW,
            ColourName.GREEN, ColourName.BLUE, ColourName.PURPLE, ColourName.PINK, ColourName.BROWN, ColourName.BLACK);
    private static final List<Place> PLACES = List.of(
            new Place("to the left of", "links von", 1),
            new Place("to the right of", "rechts von", 0),
            new Place("above", "über", 3),
            new Place("below", "unter", 2));
    private static final int MOST_NUMBER = 5;
    /** Tries for each prompt before the data set counts as too small. */
    private static final int TRIES = 200;

    private final NounTable nouns;
    private final Map<String, Style> styles;
    private final List<ManifestEntry> manifest;
    private final Random random;

    /** @param opposite its opposite's number among the places */
    private record Place(String english, String german, int opposite) {}

    private EvaluationPrompts(List<ManifestEntry> manifest, long seed) throws DataSetException {
        this.manifest = manifest;
        nouns = NounTable.read();
        styles = Style.table();
        random = new Random(seed);
    }

    /**
     * Prompts of both parts, known things first.
     *
     * @param ofEach how many of each part
     * @return fewer where the data set does not hold out as many
     * @throws DataSetException where a table of this program is broken
     */
    public static List<EvaluationPrompt> draw(List<ManifestEntry> manifest, int ofEach, long seed)
            throws DataSetException {
        EvaluationPrompts drawing = new EvaluationPrompts(manifest, seed);
        List<EvaluationPrompt> prompts = new ArrayList<>(drawing.knownThings(ofEach));
        prompts.addAll(drawing.newCompositions(ofEach));
        return List.copyOf(prompts);
    }

    /** Each thing once before any has a second style. */
    private List<EvaluationPrompt> knownThings(int count) {
        Map<String, Set<String>> trained = new HashMap<>();
        for (ManifestEntry entry : manifest) {
            if (entry.kind() == Kind.ICON && !entry.heldOut()) {
                trained.computeIfAbsent(entry.concept(), concept -> new HashSet<>()).add(entry.style());
            }
        }
        List<ManifestEntry> heldOut = new ArrayList<>(manifest.stream()
                .filter(entry -> entry.kind() == Kind.ICON && entry.heldOut() && nouns.of(entry.concept()) != null)
                .filter(entry -> trained.containsKey(entry.concept())
                        && !trained.get(entry.concept()).contains(entry.style()))
                .sorted(Comparator.comparing(ManifestEntry::id))
                .toList());
        Collections.shuffle(heldOut, random);
        List<EvaluationPrompt> firsts = new ArrayList<>();
        List<EvaluationPrompt> others = new ArrayList<>();
        Set<String> things = new HashSet<>();
        Set<String> said = new HashSet<>();
        for (ManifestEntry entry : heldOut) {
            EvaluationPrompt prompt = knownThing(entry, nouns.of(entry.concept()), styles.get(entry.style()));
            if (said.add(prompt.english())) {
                (things.add(entry.concept()) ? firsts : others).add(prompt);
            }
        }
        firsts.addAll(others);
        return firsts.subList(0, Math.min(count, firsts.size()));
    }

    private static EvaluationPrompt knownThing(ManifestEntry entry, Noun noun, Style style) {
        return new EvaluationPrompt(
                Part.KNOWN_THING,
                English.withArticle(noun.singular()) + ", " + style.english(),
                German.nominative(noun, List.of()) + ", " + style.german(),
                entry.concept(),
                entry.id(),
                List.of());
    }

    private List<EvaluationPrompt> newCompositions(int count) {
        Set<String> said = new HashSet<>();
        manifest.forEach(entry -> said.addAll(entry.english()));
        List<Noun> things = composedThings();
        List<Noun> paintable = things.stream().filter(Noun::recolourable).toList();
        List<EvaluationPrompt> prompts = new ArrayList<>();
        if (things.size() < 2 || paintable.isEmpty()) {
            return prompts;
        }
        for (int tries = 0; prompts.size() < count && tries < TRIES * count; tries++) {
            EvaluationPrompt prompt = switch (prompts.size() % 3) {
                case 0 -> onBackground(one(paintable));
                case 1 -> counted(one(paintable));
                default -> placed(one(things), one(things));
            };
            if (prompt != null && said.add(prompt.english())) {
                prompts.add(prompt);
            }
        }
        return prompts;
    }

    /** What the data set's trained scenes are composed of. */
    private List<Noun> composedThings() {
        Map<String, String> concepts = new HashMap<>();
        manifest.forEach(entry -> concepts.put(entry.id(), entry.concept()));
        return manifest.stream()
                .filter(entry -> !entry.heldOut())
                .flatMap(entry -> entry.parts().stream())
                .map(concepts::get)
                .filter(Objects::nonNull)
                .map(nouns::of)
                .filter(Objects::nonNull)
                .distinct()
                .sorted(Comparator.comparing(Noun::singular))
                .toList();
    }

    private EvaluationPrompt onBackground(Noun noun) {
        ColourName colour = one(PAINTS);
        ColourName ground = other(PAINTS, colour);
        List<String> contraries = List.of(
                onBackground(noun, other(PAINTS, colour, ground), ground),
                onBackground(noun, colour, other(PAINTS, colour, ground)));
        return new EvaluationPrompt(
                Part.NEW_COMPOSITION,
                onBackground(noun, colour, ground),
                German.nominative(noun, List.of(colour.german)) + " " + German.background(ground),
                null,
                null,
                contraries);
    }

    private static String onBackground(Noun noun, ColourName colour, ColourName ground) {
        return English.withArticle(colour.english + " " + noun.singular()) + " " + English.background(ground);
    }

    private EvaluationPrompt counted(Noun noun) {
        ColourName colour = one(PAINTS);
        int number = 2 + random.nextInt(MOST_NUMBER - 1);
        int otherNumber = 2 + (number - 2 + 1 + random.nextInt(MOST_NUMBER - 2)) % (MOST_NUMBER - 1);
        return new EvaluationPrompt(
                Part.NEW_COMPOSITION,
                counted(number, noun, colour),
                German.counted(number, noun, List.of(colour.german)),
                null,
                null,
                List.of(counted(otherNumber, noun, colour), counted(number, noun, other(PAINTS, colour))));
    }

    private static String counted(int number, Noun noun, ColourName colour) {
        return English.number(number) + " " + colour.english + " " + noun.plural();
    }

    private EvaluationPrompt placed(Noun first, Noun second) {
        if (first.equals(second)) {
            return null;
        }
        Place place = one(PLACES);
        String a = English.withArticle(first.singular());
        String b = English.withArticle(second.singular());
        return new EvaluationPrompt(
                Part.NEW_COMPOSITION,
                a + " " + place.english + " " + b,
                German.nominative(first, List.of()) + " " + place.german + " " + German.dative(second, List.of()),
                null,
                null,
                List.of(
                        b + " " + place.english + " " + a,
                        a + " " + PLACES.get(place.opposite).english + " " + b));
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    @SafeVarargs
    private <T> T other(List<T> of, T... than) {
        return one(of.stream().filter(candidate -> !List.of(than).contains(candidate)).toList());
    }
}
