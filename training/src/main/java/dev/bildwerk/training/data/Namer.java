package dev.bildwerk.training.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what an icon shows and whether it may be used. */
final class Namer {
    private final EmojiNames emoji;
    private final Exclusions exclusions;

    Namer(EmojiNames emoji, Exclusions exclusions) {
        this.emoji = emoji;
        this.exclusions = exclusions;
    }

    Optional<Concept> concept(SourceIcon icon) {
        Concept known = switch (icon.source().format()) {
            case ICONIFY_EMOJI -> emoji.find(icon.name());
            case ICONIFY, OPENCLIPART, CAPTIONS -> null;
        };
        return Optional.ofNullable(known);
    }

    /** Why an icon is left out, if it is. */
    Optional<String> reason(SourceIcon icon, Concept concept) {
        List<String> texts = new ArrayList<>(List.of(icon.name(), concept.name()));
        texts.addAll(icon.keywords());
        if (icon.title() != null) {
            texts.add(icon.title());
        }
        return exclusions.reason(concept.category(), texts);
    }
}
