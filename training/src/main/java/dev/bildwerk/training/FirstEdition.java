package dev.bildwerk.training;

import dev.bildwerk.training.data.ManifestEntry;
import dev.bildwerk.training.data.ManifestEntry.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which pictures the default model's first edition learns from: about two hundred common things from two sets, and what is
 * composed of them. With a few hours of CPU a model that sees few pictures often draws them; one that sees all pictures a few
 * times draws blots.
 */
final class FirstEdition {
    private static final Set<String> SOURCES =
            Set.of("@iconify-json/fluent-emoji-flat", "@iconify-json/fluent-emoji");

    private FirstEdition() {}

    /** @param all every picture of the data set; composed pictures name the icons they are made of */
    static Predicate<ManifestEntry> choose(List<ManifestEntry> all) {
        Set<String> parts = new HashSet<>();
        all.forEach(picture -> parts.addAll(picture.parts()));
        Set<String> concepts = new HashSet<>();
        for (ManifestEntry picture : all) {
            if (parts.contains(picture.id())) {
                concepts.add(picture.concept());
            }
        }
        return picture -> !picture.heldOut()
                && SOURCES.contains(picture.source())
                && (picture.kind() != Kind.ICON || concepts.contains(picture.concept()));
    }
}
