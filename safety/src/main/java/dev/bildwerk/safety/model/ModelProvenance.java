package dev.bildwerk.safety.model;

import java.util.List;

/** What is known of where a model comes from. */
public sealed interface ModelProvenance {

    /**
     * Every file of weights is on the list of clean ones.
     *
     * @param names of the files on the list
     */
    record KnownClean(List<String> names) implements ModelProvenance {
        public KnownClean {
            names = List.copyOf(names);
        }
    }

    /**
     * Nothing is known, or not of all of it.
     *
     * @param reason why, in one sentence, for a log
     */
    record Unknown(String reason) implements ModelProvenance {}
}
