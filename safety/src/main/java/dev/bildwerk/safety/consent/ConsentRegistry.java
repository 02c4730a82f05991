package dev.bildwerk.safety.consent;

import dev.bildwerk.safety.prompt.NameFinder;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** People and styles that are not to be drawn, by the names under which prompts may ask for them. Immutable and thread-safe. */
public final class ConsentRegistry {
    /** Nobody is entered. */
    public static final ConsentRegistry EMPTY = new ConsentRegistry(List.of());

    private final Map<String, RegistryEntry> entries = new LinkedHashMap<>();
    private final NameFinder names = new NameFinder();

    /** @param entries of two with the same id the later one counts */
    public ConsentRegistry(Collection<RegistryEntry> entries) {
        entries.forEach(entry -> this.entries.put(entry.id(), entry));
        this.entries.values().stream()
                .filter(RegistryEntry::counts)
                .forEach(entry -> entry.names().forEach(name -> names.add(entry.id(), name)));
    }

    /** In the order in which they were entered. */
    public List<RegistryEntry> entries() {
        return List.copyOf(entries.values());
    }

    public Optional<RegistryEntry> entry(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    /** An entry that protects and whose name stands in a text, in whatever spelling the prompt policy sees through. */
    public Optional<RegistryEntry> namedIn(String text) {
        return names.find(text).map(entries::get);
    }

    /** The registry with an entry more, or in place of the one with the same id. */
    public ConsentRegistry with(RegistryEntry entry) {
        Map<String, RegistryEntry> all = new LinkedHashMap<>(entries);
        all.put(entry.id(), entry);
        return new ConsentRegistry(all.values());
    }
}
