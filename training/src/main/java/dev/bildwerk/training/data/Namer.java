package dev.bildwerk.training.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds what an icon shows and whether it may be used. */
final class Namer {
    /** Numbers by which sets tell variants of an icon apart. */
    private static final Pattern VARIANT = Pattern.compile("(?:-\\d+)+$");
    private static final Pattern CLEAN_TITLE = Pattern.compile("[a-z]+(?: [a-z]+){0,4}");
    private static final int SHORTEST_NAME = 3;
    private static final Set<String> NO_TITLES = Set.of("various cliparts", "svg road signs", "aiga symbol signs",
            "untitled", "clipart", "drawing", "stick man", "card", "test", "icon", "symbol", "image", "unknown",
            "logo");
    private static final Set<String> LINKING = Set.of("a", "an", "the", "of", "on", "in", "with", "and", "at", "to");

    private final EmojiNames emoji;
    private final NounTable nouns;
    private final Exclusions exclusions;

    Namer(EmojiNames emoji, NounTable nouns, Exclusions exclusions) {
        this.emoji = emoji;
        this.nouns = nouns;
        this.exclusions = exclusions;
    }

    Optional<Concept> concept(SourceIcon icon) {
        return Optional.ofNullable(switch (icon.source().format()) {
            case ICONIFY_EMOJI -> emojiNamed(icon.name());
            case EMOJI_FOLDER -> emoji.findCodePoints(icon.name());
            case OPENCLIPART -> titled(icon);
            case CAPTIONS -> null;
        });
    }

    /** Why an icon is left out, if it is. */
    Optional<String> reason(SourceIcon icon, Concept concept) {
        List<String> texts = new ArrayList<>(List.of(icon.name().replace('/', ' '), concept.name()));
        texts.addAll(icon.keywords());
        if (icon.title() != null) {
            texts.add(icon.title());
        }
        return exclusions.reason(icon, concept.category(), texts);
    }

    private Concept emojiNamed(String name) {
        Concept found = emoji.find(name);
        return found != null ? found : emoji.find(VARIANT.matcher(name).replaceAll(""));
    }

    /** The thing of the noun table that has this name, else the emoji; null when neither. */
    private Concept common(String name) {
        if (name.length() < SHORTEST_NAME) {
            return null;
        }
        String concept = nouns.conceptNamed(name);
        return emoji.find(concept == null ? name : concept);
    }

    /** Titles of clip art are free text: only a plain English phrase about the file's own keywords is used. */
    private Concept titled(SourceIcon icon) {
        if (icon.title() == null || icon.title().startsWith("Clipart by")) {
            return null;
        }
        String title = clean(icon.title());
        if (!CLEAN_TITLE.matcher(title).matches() || NO_TITLES.contains(title)) {
            return null;
        }
        String category = "clip-art-" + icon.name().substring(0, icon.name().indexOf('/'));
        Concept same = common(title);
        if (same != null) {
            return same;
        }
        List<String> words = List.of(title.split(" "));
        List<String> keywords = icon.keywords().stream().map(word -> word.toLowerCase(Locale.ROOT).strip()).toList();
        boolean agreed = emoji.knowsAllWords(words, LINKING) && words.stream().anyMatch(word ->
                !LINKING.contains(word) && word.length() >= SHORTEST_NAME
                        && (keywords.contains(word) || nouns.conceptNamed(word) != null));
        if (!agreed) {
            return null;
        }
        String lastConcept = nouns.conceptNamed(words.getLast());
        String german = lastConcept == null ? null : nouns.of(lastConcept).german();
        return new Concept(title, category, german,
                keywords.stream().filter(word -> CLEAN_TITLE.matcher(word).matches()).toList(), List.of(), null);
    }

    /** A title in plain words: no numbers, brackets, separators or marks of black-and-white versions. */
    private static String clean(String title) {
        return title.toLowerCase(Locale.ROOT)
                .replaceAll("\\([^)]*\\)", " ")
                .replaceAll("[_\\-,.:;/]+", " ")
                .replaceAll("\\b\\d+\\b|\\d+$|(?<=[a-z])\\d+", " ")
                .replaceAll("\\b(clip ?art|icon|image|picture|drawing|svg|vector)\\b", " ")
                .replaceAll("\\b(bw|black and white|b and w|color|colour)\\b", " ")
                .replaceAll("\\s+", " ").strip();
    }
}
